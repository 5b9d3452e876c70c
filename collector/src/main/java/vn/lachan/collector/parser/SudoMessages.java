package vn.lachan.collector.parser;

import java.util.List;

/** Messages of sudo and su. */
final class SudoMessages {
  private SudoMessages() {}

  /** {@code user : [reason ;] TTY=pts/0 ; PWD=/home ; USER=root ; COMMAND=/bin/ls}. */
  static boolean read(String message, EventDraft draft) {
    int colon = message.indexOf(" : ");
    if (colon <= 0 || (!message.contains("USER=") && !message.contains("COMMAND="))) {
      return false;
    }
    draft.putIfAbsent("process.name", "sudo");
    LinuxAuthParser.user(draft, message.substring(0, colon));
    String reason = "";
    int at = colon + 3;
    while (at < message.length()) {
      boolean command = message.startsWith("COMMAND=", at);
      int end = command ? message.length() : message.indexOf(" ; ", at);
      end = end < 0 ? message.length() : end;
      String part = message.substring(at, end).strip();
      if (command) {
        command(part.substring(8), draft);
      } else if (part.startsWith("USER=")) {
        draft.put("user.effective.name", part.substring(5));
        draft.put("user.target.name", part.substring(5));
      } else if (part.startsWith("PWD=")) {
        draft.put("process.working_directory", part.substring(4));
      } else if (part.startsWith("TTY=")) {
        draft.put("labels.tty", part.substring(4));
      } else if (part.indexOf('=') < 0) {
        reason = part;
      }
      at = end + 3;
    }
    boolean denied = !reason.isEmpty();
    LinuxAuthParser.meaning(
        draft,
        "process",
        denied ? "start denied" : "start",
        "sudo_command",
        denied ? "failure" : "success");
    draft.put("event.category", denied ? List.of("process", "iam") : List.of("process"));
    draft.put("event.reason", reason);
    return true;
  }

  private static void command(String command, EventDraft draft) {
    draft.put("process.command_line", command);
    int blank = command.indexOf(' ');
    draft.put("process.executable", blank < 0 ? command : command.substring(0, blank));
  }

  /** The forms of su of util-linux, shadow and BSD. */
  static boolean readSu(String message, EventDraft draft) {
    String text = message;
    boolean failed = text.startsWith("FAILED SU") || text.startsWith("FAILED su");
    if (text.startsWith("Successful su for ") || text.startsWith("FAILED su for ")) {
      Dissect rest = new Dissect(text, text.indexOf(" for ") + 5);
      String target = rest.upTo(" by ");
      su(draft, rest.word(), target == null ? "" : target, failed);
      return true;
    }
    if (text.startsWith("(to ") || text.startsWith("FAILED SU (to ")) {
      int open = text.indexOf("(to ");
      int close = text.indexOf(')', open);
      if (close < 0) {
        return false;
      }
      su(draft, new Dissect(text, close + 1).word(), text.substring(open + 4, close), failed);
      return true;
    }
    if (text.startsWith("'su ") && text.contains("' failed for ")) {
      String target = text.substring(4, text.indexOf('\'', 4));
      Dissect rest = new Dissect(text, text.indexOf("' failed for ") + 13);
      su(draft, rest.word(), target, true);
      return true;
    }
    if (text.startsWith("BAD SU ")) {
      Dissect rest = new Dissect(text, 7);
      String user = rest.upTo(" to ");
      su(draft, user == null ? "" : user, rest.word(), true);
      return true;
    }
    if (text.startsWith("+ ") || text.startsWith("- ")) {
      return sign(text, draft);
    }
    return false;
  }

  /** {@code + /dev/pts/0 lan:root}. */
  private static boolean sign(String text, EventDraft draft) {
    Dissect rest = new Dissect(text, 2);
    rest.word();
    String users = rest.word();
    int colon = users.indexOf(':');
    if (colon <= 0) {
      return false;
    }
    su(draft, users.substring(0, colon), users.substring(colon + 1), text.startsWith("-"));
    return true;
  }

  private static void su(EventDraft draft, String user, String target, boolean failed) {
    draft.putIfAbsent("process.name", "su");
    LinuxAuthParser.user(draft, user);
    draft.put("user.effective.name", target);
    draft.put("user.target.name", target);
    LinuxAuthParser.meaning(draft, "authentication", "start", "su", failed ? "failure" : "success");
  }
}
