package vn.lachan.collector.parser;

import java.util.List;

/** Messages of PAM modules, whichever program they speak through. */
final class PamMessages {
  private PamMessages() {}

  /** Reads the message; false when it is not one of PAM. */
  static boolean read(String message, String program, EventDraft draft) {
    if (message.startsWith("PAM ")) {
      draft.putIfAbsent("process.name", "sshd"); // only sshd speaks of PAM in this way
      return more(message, draft);
    }
    if (!message.startsWith("pam_")) {
      return false;
    }
    int open = message.indexOf('(');
    int close = message.indexOf("): ");
    if (open < 0 || close < open) {
      return false;
    }
    String scope = message.substring(open + 1, close);
    int colon = scope.indexOf(':');
    String service = colon < 0 ? scope : scope.substring(0, colon);
    if (program.isEmpty()) {
      draft.put("process.name", service);
    }
    draft.put("labels.pam_module", message.substring(0, open));
    String text = message.substring(close + 3);
    return session(text, draft) || failure(text, draft) || other(text, draft);
  }

  private static boolean session(String text, EventDraft draft) {
    boolean opened = text.startsWith("session opened for user ");
    if (!opened && !text.startsWith("session closed for user ")) {
      return false;
    }
    Dissect rest = new Dissect(text, 24);
    String user = rest.word();
    int id = user.indexOf("(uid=");
    if (id > 0) {
      Values.putLong(draft, "labels.uid", user.substring(id + 5).replace(")", ""));
      draft.put("user.id", user.substring(id + 5).replace(")", ""));
      user = user.substring(0, id);
    }
    LinuxAuthParser.user(draft, user);
    rest.skipBlanks();
    if (rest.skip("by ")) {
      String by = rest.rest();
      int paren = by.indexOf('(');
      draft.put("labels.session_by", paren < 0 ? by : by.substring(0, paren));
    }
    LinuxAuthParser.meaning(
        draft,
        "session",
        opened ? "start" : "end",
        opened ? "session_opened" : "session_closed",
        "success");
    return true;
  }

  private static boolean failure(String text, EventDraft draft) {
    if (!text.startsWith("authentication failure;")
        && !text.startsWith("auth could not identify password")
        && !text.startsWith("check pass;")) {
      return false;
    }
    pairs(text, draft);
    LinuxAuthParser.meaning(draft, "authentication", "start", "login", "failure");
    int open = text.lastIndexOf("for [");
    if (open > 0) {
      LinuxAuthParser.user(draft, text.substring(open + 5).replace("]", ""));
    }
    draft.put(
        "event.reason",
        text.substring(0, text.indexOf(';') < 0 ? text.length() : text.indexOf(';')));
    return true;
  }

  private static boolean more(String message, EventDraft draft) {
    if (message.contains("more authentication failure")) {
      pairs(message, draft);
      LinuxAuthParser.meaning(draft, "authentication", "start", "login", "failure");
      return true;
    }
    if (message.contains("ignoring max retries")) {
      LinuxAuthParser.meaning(draft, "session", "start", "login", "failure");
      draft.put("event.reason", message.substring(message.indexOf("ignoring")));
      return true;
    }
    if (message.contains("faulty module") || message.contains("unable to dlopen")) {
      LinuxAuthParser.meaning(draft, "library", "start", "pam_module", "failure");
      draft.put("event.reason", message);
      return true;
    }
    return false;
  }

  private static boolean other(String text, EventDraft draft) {
    if (text.startsWith("Failed to create session")) {
      LinuxAuthParser.meaning(draft, "session", "start", "session_opened", "failure");
      draft.put("event.reason", text.substring(Math.max(0, text.indexOf(": ") + 2)));
      return true;
    }
    if (text.startsWith("authentication success;")) {
      pairs(text, draft);
      LinuxAuthParser.meaning(draft, "authentication", "start", "login", "success");
      return true;
    }
    if (text.startsWith("received for user ")) {
      return refused(text, text.substring(18, Math.max(18, text.indexOf(':'))), draft);
    }
    if (text.startsWith("user ") && text.contains(" tally ")) {
      return refused(text, new Dissect(text, 5).word(), draft);
    }
    if (text.equals("conversation failed")) {
      return refused(text, "", draft);
    }
    int failures = text.indexOf("onsecutive login failures for user ");
    if (failures >= 0) {
      LinuxAuthParser.user(draft, new Dissect(text, failures + 35).word());
      LinuxAuthParser.meaning(draft, "authentication", "start", "login", "failure");
      draft.put("event.reason", text);
      return true;
    }
    if (text.startsWith("password changed for ")) {
      draft.put("user.target.name", text.substring(21).strip());
      LinuxAuthParser.user(draft, text.substring(21));
      draft.put("event.category", List.of("iam"));
      draft.put("event.type", List.of("user", "change"));
      draft.put("event.action", "password_changed");
      draft.put("event.outcome", "success");
      return true;
    }
    return false;
  }

  private static boolean refused(String reason, String user, EventDraft draft) {
    LinuxAuthParser.user(draft, user);
    LinuxAuthParser.meaning(draft, "authentication", "start", "login", "failure");
    draft.put("event.reason", reason);
    return true;
  }

  /** {@code logname= uid=0 tty=ssh rhost=1.2.3.4 user=root}. */
  private static void pairs(String text, EventDraft draft) {
    Dissect rest = new Dissect(text, Math.max(0, text.indexOf(';') + 1));
    while (!rest.atEnd()) {
      String word = rest.word();
      int equals = word.indexOf('=');
      String value = equals < 0 ? "" : word.substring(equals + 1);
      switch (equals < 0 ? "" : word.substring(0, equals)) {
        case "rhost" -> Values.putAddress(draft, "source", value);
        case "user" -> LinuxAuthParser.user(draft, value);
        case "uid" -> draft.put("user.id", value);
        case "euid" -> draft.put("user.effective.id", value);
        case "ruser" -> draft.put("labels.ruser", value);
        case "tty" -> draft.put("labels.tty", value);
        default -> {}
      }
    }
  }
}
