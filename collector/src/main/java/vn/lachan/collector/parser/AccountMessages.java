package vn.lachan.collector.parser;

import java.util.List;

/** Messages of useradd, usermod, userdel, groupadd, groupdel, passwd, chage and systemd-logind. */
final class AccountMessages {
  private AccountMessages() {}

  /** Reads a message of an account tool; false when it has no special meaning. */
  static boolean read(String program, String message, EventDraft draft) {
    boolean failed = message.startsWith("failed ") || message.contains("failure");
    if (message.startsWith("new user: name=") || message.startsWith("new account added")) {
      pairs(message, draft, "user");
      iam(draft, "user creation", "user_added", failed);
    } else if (message.startsWith("new group: name=")) {
      pairs(message, draft, "group");
      iam(draft, "group creation", "group_added", failed);
    } else if (message.startsWith("group added to ")) {
      pairs(message, draft, "group");
      iam(draft, "group creation", "group_added", failed);
    } else if (message.startsWith("delete user ") || message.startsWith("delete '")) {
      account(draft, quotedOf(message));
      iam(draft, membership(message) ? "user change" : "user deletion", "user_deleted", failed);
      if (membership(message)) {
        group(draft, message, "from group ");
        draft.put("event.action", "user_removed_from_group");
      }
    } else if (message.startsWith("removed group ") || message.startsWith("group '")) {
      draft.put("group.name", quotedOf(message));
      iam(draft, "group deletion", "group_deleted", failed);
    } else if (message.startsWith("add '")) {
      account(draft, quotedOf(message));
      group(draft, message, "to group ");
      group(draft, message, "to shadow group ");
      iam(draft, "user change", "user_added_to_group", failed);
    } else if (message.startsWith("change user ") || message.startsWith("changed user ")) {
      account(draft, quotedOf(message));
      iam(draft, "user change", "user_changed", failed);
    } else if (message.startsWith("password for '") || message.startsWith("password changed for")) {
      account(
          draft, message.startsWith("password for '") ? quotedOf(message) : message.substring(20));
      iam(draft, "user change", "password_changed", failed);
    } else if (message.startsWith("lock user '") || message.startsWith("unlock user '")) {
      account(draft, quotedOf(message));
      String action = message.startsWith("lock") ? "user_locked" : "user_unlocked";
      iam(draft, "user change", action, failed);
    } else if (message.startsWith("user ") && message.contains(" by ")) {
      return member(message, draft);
    } else if (message.startsWith("password check failed for user (")) {
      LinuxAuthParser.user(draft, message.substring(32).replace(")", ""));
      LinuxAuthParser.meaning(draft, "authentication", "start", "login", "failure");
    } else if (message.startsWith("changed password expiry for ")) {
      account(draft, message.substring(28));
      iam(draft, "user change", "password_expiry_changed", failed);
    } else {
      return login(program, message, draft);
    }
    return true;
  }

  /** Of gpasswd: {@code user lan added by root to group sudo}. */
  private static boolean member(String message, EventDraft draft) {
    boolean added = message.contains(" added by ");
    Dissect rest = new Dissect(message, 5);
    String user = rest.upTo(added ? " added by " : " removed by ");
    String actor = rest.upTo(added ? " to group " : " from group ");
    if (user == null || actor == null) {
      return false;
    }
    LinuxAuthParser.user(draft, actor);
    draft.put("user.target.name", user);
    draft.put("group.name", rest.word());
    iam(draft, "group change", added ? "user_added_to_group" : "user_removed_from_group", false);
    return true;
  }

  private static boolean membership(String message) {
    return message.contains("from group ") || message.contains("from shadow group ");
  }

  private static void iam(EventDraft draft, String types, String action, boolean failed) {
    LinuxAuthParser.meaning(draft, "iam", types, action, failed ? "failure" : "success");
  }

  private static void account(EventDraft draft, String name) {
    LinuxAuthParser.user(draft, name);
    draft.put("user.target.name", name.strip());
  }

  private static String quotedOf(String message) {
    int open = message.indexOf('\'');
    int close = message.indexOf('\'', open + 1);
    return open < 0 || close < 0 ? "" : message.substring(open + 1, close);
  }

  private static void group(EventDraft draft, String message, String mark) {
    int at = message.indexOf(mark);
    if (at >= 0) {
      draft.put("group.name", quotedOf(message.substring(at)));
    }
  }

  /** {@code name=lan, UID=1001, GID=1001, home=/home/lan, shell=/bin/bash}. */
  private static void pairs(String message, EventDraft draft, String what) {
    int colon = message.indexOf(": ");
    for (String pair : message.substring(colon < 0 ? 0 : colon + 2).split(", ", -1)) {
      int equals = pair.indexOf('=');
      String value = equals < 0 ? "" : pair.substring(equals + 1).strip();
      switch (equals < 0 ? "" : pair.substring(0, equals).strip()) {
        case "name", "account" -> {
          if (what.equals("user")) {
            account(draft, value);
          } else {
            draft.put("group.name", value);
          }
        }
        case "UID", "uid" -> {
          draft.put("user.id", value);
          draft.put("user.target.id", value);
        }
        case "GID", "gid" -> draft.put("group.id", value);
        case "home" -> draft.put("labels.home", value);
        case "shell" -> draft.put("labels.shell", value);
        default -> {}
      }
    }
  }

  /** Messages of login, and texts like {@code user lan logged in.} */
  private static boolean login(String program, String message, EventDraft draft) {
    if (message.startsWith("FAILED LOGIN ")) {
      int from = message.indexOf(" FOR ");
      if (from > 0) {
        String user = new Dissect(message, from + 5).word();
        LinuxAuthParser.user(draft, user.replace("'", "").replace(",", ""));
      }
      LinuxAuthParser.meaning(draft, "authentication", "start", "login", "failure");
      return true;
    }
    if (message.startsWith("ROOT LOGIN ") || message.startsWith("LOGIN ON ")) {
      int by = message.indexOf(" BY ");
      LinuxAuthParser.user(
          draft, by > 0 ? new Dissect(message, by + 4).word() : program.isEmpty() ? "" : "root");
      LinuxAuthParser.meaning(draft, "authentication", "start", "login", "success");
      return true;
    }
    return false;
  }

  /** Sessions of systemd-logind. */
  static boolean readLogind(String message, EventDraft draft) {
    if (message.startsWith("New session ")) {
      Dissect rest = new Dissect(message, 12);
      draft.put("labels.session", rest.upTo(" of user "));
      String user = rest.word();
      LinuxAuthParser.user(draft, user.endsWith(".") ? user.substring(0, user.length() - 1) : user);
      LinuxAuthParser.meaning(draft, "session", "start", "session_opened", "success");
      return true;
    }
    if (message.startsWith("Removed session ")
        || (message.startsWith("Session ") && message.contains("logged out"))) {
      String session = new Dissect(message, message.indexOf("ession ") + 7).word();
      draft.put("labels.session", session.replace(".", ""));
      LinuxAuthParser.meaning(draft, "session", "end", "session_closed", "success");
      return true;
    }
    if (message.contains("ower key pressed") || message.contains("is powering down")) {
      draft.put("event.category", List.of("host"));
      draft.put("event.type", List.of("end"));
      draft.put("event.action", "shutdown");
      return true;
    }
    return false;
  }
}
