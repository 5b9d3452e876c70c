package vn.lachan.collector.parser;

import java.util.List;

/** Messages of doas and pkexec, by which an account does what another may. */
final class PrivilegeMessages {
  private PrivilegeMessages() {}

  /** {@code lan ran command id as root from /home/lan}, {@code failed auth for lan}. */
  static boolean readDoas(String message, EventDraft draft) {
    if (message.startsWith("failed auth for ")) {
      LinuxAuthParser.user(draft, message.substring(16));
      LinuxAuthParser.meaning(draft, "authentication", "start", "doas", "failure");
      return true;
    }
    if (message.startsWith("command not permitted for ")) {
      Dissect rest = new Dissect(message, 26);
      String user = rest.upTo(": ");
      command(draft, user == null ? "" : user, "", rest.rest(), "doas", true);
      return true;
    }
    Dissect rest = new Dissect(message, 0);
    String user = rest.upTo(" ran command ");
    int as = message.lastIndexOf(" as ");
    int from = message.lastIndexOf(" from ");
    if (user == null || as < user.length() + 13 || from < as) {
      return false;
    }
    String line = message.substring(user.length() + 13, as);
    command(draft, user, message.substring(as + 4, from), line, "doas", false);
    draft.put("process.working_directory", message.substring(from + 6));
    return true;
  }

  /** {@code lan: Executing command [USER=root] [TTY=unknown] [CWD=/] [COMMAND=/usr/bin/id]}. */
  static boolean readPkexec(String message, EventDraft draft) {
    Dissect rest = new Dissect(message, 0);
    String user = rest.upTo(": ");
    String said = rest.upTo(" [USER=");
    if (user == null || said == null) {
      return false;
    }
    boolean denied = !said.startsWith("Executing command");
    String target = rest.upTo("]");
    int line = message.indexOf("[COMMAND=");
    int end = message.endsWith("]") ? message.length() - 1 : message.length();
    String command = line < 0 ? "" : message.substring(line + 9, end);
    command(draft, user, target == null ? "" : target, command, "pkexec", denied);
    draft.put("event.reason", denied ? said : "");
    return true;
  }

  private static void command(
      EventDraft draft, String user, String target, String line, String action, boolean denied) {
    LinuxAuthParser.user(draft, user);
    draft.put("user.effective.name", target);
    draft.put("user.target.name", target);
    draft.put("process.command_line", line);
    LinuxAuthParser.meaning(
        draft,
        "process",
        denied ? "start denied" : "start",
        action,
        denied ? "failure" : "success");
    if (denied) {
      draft.put("event.category", List.of("process", "iam"));
    }
  }
}
