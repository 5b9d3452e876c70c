package vn.lachan.simulator.day;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.simulator.send.Feed;
import vn.lachan.simulator.send.LogLine;

/** Logs of the machines: Linux log-ins and sudo, the security server's audit, Windows, backups. */
final class HostLog {
  private static final List<String> LINUX = List.of("motcua-app-01", "motcua-db-01", "lgsp-gw-01");
  private static final List<String> WINDOWS =
      List.of("TTPVHCC-FS01", "VP-PC-014", "SKHCN-PC-007", "TTPVHCC-QUAY03");
  private static final List<String> CHORES =
      List.of(
          "/usr/bin/systemctl status nginx",
          "/usr/bin/journalctl -u motcua --since today",
          "/usr/bin/df -h",
          "/usr/bin/systemctl reload nginx");

  private final Tape tape;
  private final Chance chance;

  HostLog(Tape tape, Chance chance) {
    this.tape = tape;
    this.chance = chance;
  }

  void sshd(Instant at, String host, String text) {
    String process = Integer.toString(chance.between(1_200, 60_000));
    tape.add(new LogLine(Feed.HOST, at, host, "sshd", process, text));
  }

  void sudo(Instant at, String host, String user, String command) {
    String text = user + " : TTY=pts/0 ; PWD=/home/" + user + " ; USER=root ; COMMAND=" + command;
    tape.add(new LogLine(Feed.HOST, at, host, "sudo", "", text));
  }

  /** An administrator looks after a machine. */
  void chore(Instant at) {
    String host = chance.pick(LINUX);
    String from = "10.60.143." + chance.between(20, 25);
    int port = chance.between(30_000, 60_000);
    sshd(
        at,
        host,
        "Accepted publickey for quantri from %s port %d ssh2: ED25519 SHA256:%s"
            .formatted(from, port, chance.hex(43)));
    sshd(
        at.plusMillis(80),
        host,
        "pam_unix(sshd:session): session opened for user quantri(uid=1001) by (uid=0)");
    sudo(at.plusSeconds(25), host, "quantri", chance.pick(CHORES));
    sshd(at.plusSeconds(200), host, "pam_unix(sshd:session): session closed for user quantri");
  }

  /** Somebody mistypes. */
  void slip(Instant at) {
    sshd(
        at,
        chance.pick(LINUX),
        "Failed password for quantri from 10.60.143.%d port %d ssh2"
            .formatted(chance.between(20, 25), chance.between(30_000, 60_000)));
  }

  /** A line of the audit log of the security server. */
  void securityServer(Instant at, String event, String user, String ip, Map<String, String> data) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("event", event);
    record.put("user", user);
    record.put("ipaddress", ip);
    record.put("auth", "Session");
    record.put("url", "/api/v1/" + (event.startsWith("Log") ? "sessions" : "clients"));
    record.put("data", new TreeMap<>(data));
    String json = JsonMapper.shared().writeValueAsString(record);
    String text =
        "correlation-id: [%s] INFO [X-Road Proxy Admin REST API] %s - %s"
            .formatted(chance.hex(16), LogLine.local(at), json);
    tape.add(new LogLine(Feed.SECURITY_SERVER, at, "ss-h60-01", "xroad-audit", "", text));
  }

  void windows(Instant at, String computer, String channel, int event, Map<String, ?> more) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("@timestamp", at.toString());
    record.put("EventID", event);
    record.put("Channel", channel);
    record.put("Computer", computer);
    record.putAll(more);
    tape.addJson(Feed.WINDOWS, at, computer, "windows", record);
  }

  /** Somebody opens a document at a Windows machine. */
  void office(Instant at) {
    String computer = chance.pick(WINDOWS);
    Map<String, Object> logon = new LinkedHashMap<>();
    logon.put("Provider_Name", "Microsoft-Windows-Security-Auditing");
    logon.put("TargetUserName", "nv" + chance.between(100, 180));
    logon.put("LogonType", 2);
    windows(at, computer, "Security", 4624, logon);
    Map<String, Object> process = new LinkedHashMap<>();
    process.put("Provider_Name", "Microsoft-Windows-Sysmon");
    process.put("Image", "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE");
    process.put(
        "CommandLine",
        "\"C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE\" /n \"D:\\CongViec\\bao-cao.docx\"");
    process.put("ParentImage", "C:\\Windows\\explorer.exe");
    windows(at.plusSeconds(70), computer, "Microsoft-Windows-Sysmon/Operational", 1, process);
  }

  void backup(Instant at, String action, Map<String, ?> more) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("@timestamp", at.toString());
    record.put("event.action", action);
    record.putAll(more);
    tape.addJson(Feed.BACKUP, at, "lachan-01", "lachan-backup", record);
  }

  /** The nightly backup went well. */
  void goodBackup(Instant at) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("event.outcome", "success");
    result.put("backup.plan", "motcua-hang-ngay");
    result.put("backup.result", "success");
    result.put("backup.bytes", 6_100_000_000L + chance.between(0, 90_000_000));
    result.put("backup.files", chance.between(11_800, 12_600));
    result.put("backup.snapshot_id", chance.hex(16));
    result.put("backup.size_change_percent", chance.between(-2, 3));
    backup(at, "sao_luu", result);
  }
}
