package vn.lachan.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The installed package of a commune's forwarder: started as its unit says, it reads a file and
 * forwards it over mutual TLS to the platform that is installed beside it.
 */
final class InstalledForwarder implements AutoCloseable {
  static final String SOURCE = "may-chu-xa";
  private static final String NAME = "chuyen-tiep";
  private static final String OWN_SETTINGS = "/etc/lachan-forwarder/application.yml";
  private static final int LINES = 60;

  /** What the lines of the file ask for; each stands in one of them. */
  static final List<String> PATHS =
      IntStream.range(0, LINES).mapToObj(i -> "/xa-dong-" + i).toList();

  private final Process process;
  private final UnitFile unit;
  private final Path log;
  private final Path file;
  private final int statusPort;
  private boolean rotated;

  private InstalledForwarder(Process process, UnitFile unit, Path log, Path file, int statusPort) {
    this.process = process;
    this.unit = unit;
    this.log = log;
    this.file = file;
    this.statusPort = statusPort;
  }

  /**
   * Installs and starts it, and prepares settings of the platform for it in {@code application.yml}
   * of {@code packages}. The platform has run before: its certificate is there.
   *
   * @param packages seen inside as {@code /tmp/packages}
   * @param deb the package, as seen inside
   * @param linePort where the platform is to take the line
   * @param statusPort where the forwarder is to say how it is
   */
  static InstalledForwarder install(
      OverlaidRoot root, Path packages, String deb, int linePort, int statusPort)
      throws IOException, InterruptedException {
    root.good("dpkg", "--install", deb);
    assertThat(root.good("dpkg", "--verify", "lachan-forwarder")).isEmpty();
    UnitFile unit =
        UnitFile.read(root.good("cat", "/usr/lib/systemd/system/lachan-forwarder.service"));
    Path file = Files.createDirectories(packages.resolve("xa")).resolve("access.log");
    Files.writeString(file, lines(0, LINES / 3));
    root.good("cp", "/var/lib/lachan/keys/tls.crt", "/etc/lachan-forwarder/tinh.pem");
    root.good("chmod", "0644", "/etc/lachan-forwarder/tinh.pem");
    writeSettings(root, packages, linePort, statusPort);
    Path log = Files.createTempFile(packages, "forwarder", ".log");
    Process process = root.start(log, Map.of(), words(unit, "tls://localhost:" + linePort));
    InstalledForwarder started = new InstalledForwarder(process, unit, log, file, statusPort);
    String certificate = "/var/lib/lachan-forwarder/keys/tls.crt";
    try {
      started.await(() -> root.has(certificate));
      // The folder is of the one who runs the tests; the forwarder has a user of its own.
      started.await(() -> started.ask("/health").contains("access.log may not be looked at"));
      Files.setPosixFilePermissions(packages, PosixFilePermissions.fromString("rwx--x--x"));
      root.good("cp", certificate, "/etc/lachan/xa.pem");
      root.good("chmod", "0644", "/etc/lachan/xa.pem");
      tellThePlatform(root, packages, linePort);
      return started;
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      started.close();
      throw e;
    }
  }

  /** What the unit runs; its condition holds and its variable is filled in as systemd would. */
  private static List<String> words(UnitFile unit, String to) {
    assertThat(unit.one("ExecCondition")).contains("test -n \"$FORWARD_TO\"");
    List<String> words = new ArrayList<>(unit.asItsUser("ExecStart"));
    assertThat(words).contains("${FORWARD_TO}");
    words.replaceAll(word -> word.equals("${FORWARD_TO}") ? to : word);
    return words;
  }

  private static void writeSettings(OverlaidRoot root, Path packages, int linePort, int statusPort)
      throws IOException, InterruptedException {
    String source =
        """
            sources:
              - id: %s
                dataset: apache.access
                paths: [/tmp/packages/xa/access.log]
        """
            .formatted(SOURCE)
            .stripTrailing();
    String changed =
        root.good("cat", OWN_SETTINGS)
            .replace(
                "syslog-tcp: {enabled: true, port: 514}", "syslog-tcp: {enabled: false, port: 0}")
            .replaceFirst("    sources: \\[] .*", source)
            .replaceFirst(
                "status-port: 8444.*", "status-port: " + statusPort + "\n    last-retry: 2s");
    assertThat(changed).contains(SOURCE, "last-retry");
    Files.writeString(packages.resolve("forwarder.yml"), changed);
    root.good("sh", "-c", "cat /tmp/packages/forwarder.yml > " + OWN_SETTINGS);
    root.good(
        "sh",
        "-c",
        "echo FORWARD_TO=tls://localhost:"
            + linePort
            + " >> /etc/default/lachan-forwarder;"
            + " echo 'LACHAN_JAVA_OPTS=\"-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1\"'"
            + " >> /etc/default/lachan-forwarder");
  }

  private static void tellThePlatform(OverlaidRoot root, Path packages, int linePort)
      throws IOException, InterruptedException {
    String more =
        """
            forward: {enabled: true, port: %d}
            forward-authorities: /etc/lachan/xa.pem
            forwarders:
              - name: %s
                organization: "00721"
        """
            .formatted(linePort, NAME)
            .stripTrailing();
    String source =
        """
            sources:
              - id: %s
                dataset: apache.access
                forwarder: %s
        """
            .formatted(SOURCE, NAME)
            .stripTrailing();
    String changed =
        root.good("cat", "/etc/lachan/application.yml")
            .replaceFirst("(?m)^    forwarders: .*\\n", "")
            .replaceFirst("    forward: \\{enabled: false, port: 0}.*", more)
            .replaceFirst("    sources:", source);
    assertThat(changed).contains("forward-authorities: /etc/lachan/xa.pem", "forwarder: " + NAME);
    Files.writeString(packages.resolve("application.yml"), changed);
  }

  private static String lines(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (String path : PATHS.subList(from, to)) {
      text.append("203.0.113.78 - - [22/Nov/2026:08:20:04 +0700] \"GET ")
          .append(path)
          .append(" HTTP/1.1\" 200 153 \"-\" \"curl/8\"\n");
    }
    return text.toString();
  }

  /** Adds to the file and rotates it once the first lines are there; whether all have arrived. */
  boolean isDone() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new AssertionError("the forwarder ended:\n" + Files.readString(log));
    }
    long acknowledged = acknowledged();
    if (acknowledged >= LINES / 3 && !rotated) {
      rotated = true;
      Files.writeString(file, lines(LINES / 3, 2 * LINES / 3), StandardOpenOption.APPEND);
      Files.move(file, file.resolveSibling("access.log.1"));
      Files.writeString(file, lines(2 * LINES / 3, LINES));
    }
    return acknowledged >= LINES;
  }

  /** Lines the province has acknowledged. */
  private long acknowledged() throws IOException, InterruptedException {
    return ask("/metrics")
        .lines()
        .filter(line -> line.startsWith("lachan_forward_acknowledged_total "))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What its status page says; nothing while it is not there. */
  private String ask(String page) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + statusPort + page)).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    }
  }

  /** Told to end as systemd does, it ends as the unit expects, and had nothing more to send. */
  void ends() throws IOException, InterruptedException {
    assertThat(acknowledged()).isEqualTo(LINES);
    process.destroy();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ends when told to").isTrue();
    assertThat(process.exitValue()).isEqualTo(Integer.parseInt(unit.one("SuccessExitStatus")));
  }

  private void await(PackageIT.Condition condition) throws IOException, InterruptedException {
    long limit = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.holds()) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        throw new AssertionError("the forwarder did not get so far:\n" + Files.readString(log));
      }
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
