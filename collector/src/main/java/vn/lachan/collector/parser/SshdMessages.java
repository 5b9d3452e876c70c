package vn.lachan.collector.parser;

/** Messages of sshd (OpenSSH 5 to 10). */
final class SshdMessages {
  static final String LOGIN = "ssh_login";

  private SshdMessages() {}

  /** Reads the message; false when it has no special meaning. */
  static boolean read(String message, EventDraft draft) {
    String text = message;
    for (String prefix : new String[] {"error: ", "fatal: ", "main: sshd: "}) {
      if (text.startsWith(prefix)) {
        draft.put("log.level", prefix.substring(0, prefix.indexOf(':')));
        text = text.substring(prefix.length());
      }
    }
    if (text.endsWith(" algorithm is disabled")) {
      LinuxAuthParser.meaning(draft, "configuration", "info", "sshd_configuration", "success");
      draft.put("event.reason", text);
      draft.putIfAbsent("process.name", "sshd");
      return true;
    }
    boolean read = login(text, draft) || SshdRefusals.read(text, draft) || connection(text, draft);
    if (read) {
      draft.putIfAbsent("process.name", "sshd");
      splitDomain(draft);
    }
    return read;
  }

  /** {@code lan@tuyenquang.gov.vn} is the account of a directory. */
  private static void splitDomain(EventDraft draft) {
    String user = draft.text("user.name");
    int at = user.indexOf('@');
    if (at > 0 && at == user.lastIndexOf('@') && at + 1 < user.length()) {
      draft.put("user.name", user.substring(0, at));
      draft.put("user.domain", user.substring(at + 1));
    }
  }

  private static boolean login(String text, EventDraft draft) {
    if (text.startsWith("Accepted key ")) {
      LinuxAuthParser.meaning(draft, "authentication", "info", "ssh_key_found", "success");
      return true;
    }
    for (String verb : new String[] {"Accepted ", "Failed ", "Postponed ", "Partial "}) {
      if (!text.startsWith(verb)) {
        continue;
      }
      Dissect rest = new Dissect(text, verb.length());
      String method = rest.upTo(" for ");
      if (method == null || method.indexOf(' ') >= 0) {
        return false;
      }
      invalid(rest, draft);
      from(rest, draft);
      signature(rest.rest(), draft);
      draft.put("dvc.auth.method", method);
      boolean failed = verb.equals("Failed ");
      LinuxAuthParser.meaning(
          draft, "authentication", "start", LOGIN, failed ? "failure" : "success");
      if (verb.equals("Postponed ") || verb.equals("Partial ")) {
        draft.put("event.outcome", "unknown");
      }
      return true;
    }
    return false;
  }

  static void invalid(Dissect rest, EventDraft draft) {
    if (rest.skip("invalid user ") || rest.skip("illegal user ")) {
      draft.put("event.reason", "invalid user");
    }
  }

  private static void signature(String rest, EventDraft draft) {
    int colon = rest.indexOf(": ");
    if (colon >= 0) {
      draft.put("labels.ssh_key", rest.substring(colon + 2).strip());
    }
  }

  /** {@code USER from HOST port N}; a user may hold blanks or be empty. */
  static void from(Dissect rest, EventDraft draft) {
    String user = rest.upTo("from ");
    if (user != null) {
      LinuxAuthParser.user(draft, user);
      host(rest, draft);
    }
  }

  /** {@code HOST port N}. */
  static void host(Dissect rest, EventDraft draft) {
    String host = rest.word();
    while (host.endsWith(":") || host.endsWith(",")) {
      host = host.substring(0, host.length() - 1);
    }
    address(draft, "source", host);
    rest.skipBlanks();
    if (rest.skip("port ")) {
      Values.putLong(draft, "source.port", leadingDigits(rest.word()));
    }
  }

  static void address(EventDraft draft, String side, String host) {
    if (host.isEmpty() || host.equalsIgnoreCase("UNKNOWN")) {
      return;
    }
    draft.put(side + ".address", host);
    if (Values.isAddress(host)) {
      draft.put(side + ".ip", host);
    } else {
      draft.put(side + ".domain", host);
    }
  }

  static String leadingDigits(String word) {
    int end = 0;
    while (end < word.length() && Character.isDigit(word.charAt(end))) {
      end++;
    }
    return word.substring(0, end);
  }

  private static boolean connection(String text, EventDraft draft) {
    if (text.startsWith("Received disconnect from ")) {
      Dissect rest = new Dissect(text, 25);
      int last = text.lastIndexOf(": ");
      host(rest, draft);
      LinuxAuthParser.meaning(draft, "network", "end", "ssh_disconnect", "success");
      if (last > 25) {
        draft.put("event.reason", text.substring(last + 2).replace("[preauth]", "").strip());
      }
      return true;
    }
    for (String verb :
        new String[] {"Disconnected from ", "Connection closed by ", "Connection reset by "}) {
      if (text.startsWith(verb)) {
        disconnected(text.substring(verb.length()), draft);
        return true;
      }
    }
    if (text.startsWith("Disconnecting ")) {
      disconnected(text.substring(14), draft);
      return true;
    }
    if (text.startsWith("Connection from ")) {
      Dissect rest = new Dissect(text, 16);
      host(rest, draft);
      rest.skipBlanks();
      if (rest.skip("on ")) {
        address(draft, "destination", rest.word());
        rest.skipBlanks();
        if (rest.skip("port ")) {
          Values.putLong(draft, "destination.port", leadingDigits(rest.word()));
        }
      }
      LinuxAuthParser.meaning(draft, "network", "start", "ssh_connection", "success");
      return true;
    }
    return session(text, draft);
  }

  /** {@code [authenticating|invalid] user NAME HOST port N}, or only {@code HOST port N}. */
  private static void disconnected(String text, EventDraft draft) {
    LinuxAuthParser.meaning(draft, "network", "end", "ssh_disconnect", "success");
    int port = text.indexOf(" port ");
    String[] words = (port < 0 ? text : text.substring(0, port)).strip().split(" ", -1);
    int host = words.length - 1;
    int user = -1;
    for (int i = 0; i < host; i++) {
      if (words[i].equals("user")) {
        user = i + 1;
        break;
      }
    }
    if (user > 0 && user < host) {
      LinuxAuthParser.user(
          draft, String.join(" ", java.util.Arrays.asList(words).subList(user, host)));
    }
    if (words.length > 1 && words[0].equals("invalid")) {
      draft.put("event.reason", "invalid user");
    }
    if (port >= 0 || Values.isAddress(words[host])) {
      address(draft, "source", words[host]);
    }
    if (port >= 0) {
      Dissect rest = new Dissect(text, port + 6);
      Values.putLong(draft, "source.port", leadingDigits(rest.word()));
    }
  }

  private static boolean session(String text, EventDraft draft) {
    if (text.startsWith("Starting session: ")) {
      int from = text.indexOf(" for ");
      if (from > 0) {
        from(new Dissect(text, from + 5), draft);
      }
      LinuxAuthParser.meaning(draft, "session", "start", "ssh_session", "success");
      return true;
    }
    if (text.startsWith("Close session: user ")) {
      from(new Dissect(text, 20), draft);
      LinuxAuthParser.meaning(draft, "session", "end", "ssh_session", "success");
      return true;
    }
    if (text.startsWith("subsystem request for ") && text.contains(" by user ")) {
      LinuxAuthParser.user(draft, new Dissect(text, text.indexOf(" by user ") + 9).word());
      LinuxAuthParser.meaning(draft, "session", "start", "ssh_session", "success");
      return true;
    }
    if (text.startsWith("User ") && text.contains(" is on pid ")) {
      Dissect rest = new Dissect(text, 5);
      LinuxAuthParser.user(draft, String.valueOf(rest.upTo(" is on pid ")));
      Values.putLong(draft, "process.pid", leadingDigits(rest.word()));
      LinuxAuthParser.meaning(draft, "session", "start", "ssh_session", "success");
      return true;
    }
    if (text.startsWith("Server listening on ")) {
      LinuxAuthParser.meaning(draft, "process", "start", "sshd_start", "success");
      return true;
    }
    if (text.startsWith("Received signal ") || text.startsWith("Exiting on signal")) {
      LinuxAuthParser.meaning(draft, "process", "end", "sshd_stop", "success");
      return true;
    }
    return false;
  }
}
