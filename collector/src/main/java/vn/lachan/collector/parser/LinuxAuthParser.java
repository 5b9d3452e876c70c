package vn.lachan.collector.parser;

import java.util.List;
import vn.lachan.collector.syslog.SyslogMessage;

/**
 * What Linux says about accounts ({@code linux.auth}): sshd, PAM sessions, sudo, su, cron, logind
 * and the account tools, from syslog or {@code /var/log/auth.log}. A line of these programs that
 * has no special meaning is an event with its text.
 */
final class LinuxAuthParser implements Parser {
  @Override
  public ParseResult parse(LogLine line) {
    if (isBareMessage(line.syslog())) {
      line.ignoreHeader();
    }
    EventDraft draft = line.draft();
    String message = once(line.message().strip());
    draft.put("event.kind", "event");
    draft.put("message", message);
    if (message.isEmpty()) {
      return new ParseResult.Unparsed(draft, "the message is empty");
    }
    String program = programOf(draft.text("process.name"));
    boolean known =
        PamMessages.read(message, program, draft)
            || switch (program) {
              case "sshd" -> SshdMessages.read(message, draft);
              case "sudo" -> SudoMessages.read(message, draft);
              case "su" -> SudoMessages.readSu(message, draft);
              case "cron", "crond", "crontab" -> CronMessages.read(message, draft);
              case "doas" -> PrivilegeMessages.readDoas(message, draft);
              case "pkexec" -> PrivilegeMessages.readPkexec(message, draft);
              case "systemd-logind" -> AccountMessages.readLogind(message, draft);
              case "" -> SshdMessages.read(message, draft) || anyOf(message, draft);
              default -> AccountMessages.read(program, message, draft);
            };
    if (!known && !draft.has("event.category")) {
      draft.put("event.category", List.of("host"));
      draft.put("event.type", List.of("info"));
    }
    draft.putIfAbsent("event.outcome", "unknown");
    return new ParseResult.Parsed(draft);
  }

  /** What rsyslog says was repeated: {@code message repeated 5 times: [ Failed password ...]}. */
  private static String once(String message) {
    int open = message.indexOf(" times: [");
    return open > 0 && message.startsWith("message repeated ") && message.endsWith("]")
        ? message.substring(open + 9, message.length() - 1).strip()
        : message;
  }

  /** Whether {@code fatal: Timeout …} was taken for a tag: a message cut out of its header. */
  private static boolean isBareMessage(SyslogMessage header) {
    return header.hasHeader()
        && header.priority() < 0
        && header.timestamp() == null
        && header.process().isEmpty()
        && !Parsers.isAuthProgram(header.app());
  }

  private static boolean anyOf(String message, EventDraft draft) {
    return SudoMessages.read(message, draft)
        || SudoMessages.readSu(message, draft)
        || AccountMessages.readLogind(message, draft)
        || AccountMessages.read("", message, draft);
  }

  private static String programOf(String name) {
    String program = name.startsWith("(") ? name.substring(1).replace(")", "") : name;
    if (program.startsWith("sshd")) {
      return "sshd"; // sshd-session since OpenSSH 9.8
    }
    return switch (program) { // as the crons of Debian and Red Hat name themselves while they run
      case "CRON", "CROND" -> "cron";
      default -> program;
    };
  }

  static void meaning(
      EventDraft draft, String category, String type, String action, String outcome) {
    draft.put("event.category", List.of(category));
    draft.put("event.type", List.of(type.split(" ", -1)));
    draft.put("event.action", action);
    draft.put("event.outcome", outcome);
  }

  /** Sets the acting account. */
  static void user(EventDraft draft, String name) {
    String account = name.strip();
    if (!account.isEmpty()) {
      draft.put("user.name", account);
    }
  }
}
