package vn.lachan.collector.parser;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vn.lachan.collector.syslog.SyslogMessage;

/** The parsers by the name of their dataset. */
public final class Parsers {
  private static final Map<String, Parser> BY_DATASET =
      new TreeMap<>(
          Map.of(
              "dvc.motcua", new OneStopParser(),
              "dxp.opmon", new OperationalMonitoringParser(),
              "dxp.gateway", new GatewayParser(),
              "dxp.audit", new XRoadAuditParser(),
              "nginx.access", new AccessLogParser("nginx"),
              "apache.access", new AccessLogParser("apache"),
              "web.access", new AccessLogParser(""),
              "linux.auth", new LinuxAuthParser(),
              "syslog", new SyslogParser(),
              "json", new JsonLineParser()));

  private static final Set<String> AUTH_PROGRAMS =
      Set.of(
          "sshd",
          "sshd-session",
          "sshd-auth",
          "sudo",
          "su",
          "useradd",
          "usermod",
          "userdel",
          "groupadd",
          "groupdel",
          "groupmod",
          "passwd",
          "chage",
          "gpasswd",
          "chpasswd",
          "chsh",
          "chfn",
          "unix_chkpwd",
          "pkexec",
          "doas",
          "login",
          "cron",
          "crond",
          "crontab",
          "systemd-logind");

  private static final byte[] PAM = "pam_".getBytes(StandardCharsets.US_ASCII);

  private Parsers() {}

  /** The datasets that have a parser of their own; {@code lachan.*} is read like {@code json}. */
  public static Set<String> datasets() {
    return new TreeSet<>(BY_DATASET.keySet());
  }

  /** The parser of {@code dataset}; empty when there is no such dataset. */
  public static Optional<Parser> forDataset(String dataset) {
    Parser parser = BY_DATASET.get(dataset);
    if (parser == null && dataset.startsWith("lachan.")) {
      parser = BY_DATASET.get("json");
    }
    return Optional.ofNullable(parser);
  }

  static boolean isAuthProgram(String name) {
    return AUTH_PROGRAMS.contains(name);
  }

  /** Whether PAM speaks, {@code pam_unix(vsftpd:auth): ...}, in whatever program it was asked. */
  private static boolean isOfPam(byte[] line, int message) {
    int open = message + PAM.length;
    boolean named = line.length > open && Arrays.equals(line, message, open, PAM, 0, PAM.length);
    while (named
        && open < line.length
        && (line[open] == '_' || Character.isLetterOrDigit(line[open]))) {
      open++;
    }
    return named && open < line.length && line[open] == '(';
  }

  /** The dataset of a line whose source sends several, by its syslog tag. */
  public static String datasetOf(LogLine line) {
    SyslogMessage header = line.syslog();
    if (!header.hasHeader() && line.startsWith((byte) '{')) {
      return "json";
    }
    String app = header.app().toLowerCase(Locale.ROOT);
    int slash = app.lastIndexOf('/');
    String program = slash < 0 ? app : app.substring(slash + 1);
    return switch (program) {
      case "motcua" -> "dvc.motcua";
      case "xroad-opmon" -> "dxp.opmon";
      case "lgsp" -> "dxp.gateway";
      case "xroad-audit", "correlation-id" -> "dxp.audit";
      case "nginx" -> "nginx.access";
      case "apache", "apache2", "httpd" -> "apache.access";
      default -> {
        if (AUTH_PROGRAMS.contains(program) || isOfPam(line.bytes(), header.start())) {
          yield "linux.auth";
        }
        if (XRoadAuditParser.looksLike(line.bytes())) {
          yield "dxp.audit";
        }
        yield "syslog";
      }
    };
  }
}
