package vn.lachan.collector.parser;

import org.jspecify.annotations.Nullable;

/** Whom sshd refuses: accounts, by what it or PAM says, and connections before anybody signs in. */
final class SshdRefusals {
  private SshdRefusals() {}

  /** Reads the message; false when it is of nobody refused. */
  static boolean read(String text, EventDraft draft) {
    if (text.startsWith("Invalid user ") || text.startsWith("Illegal user ")) {
      failed(draft, SshdMessages.LOGIN, "invalid user");
      SshdMessages.from(new Dissect(text, 13), draft);
      return true;
    }
    if (text.startsWith("User ") && text.contains(" not allowed")) {
      Dissect rest = new Dissect(text, 5);
      String user = rest.upTo(" from ");
      failed(draft, SshdMessages.LOGIN, text.substring(text.indexOf("not allowed")));
      if (user == null) {
        LinuxAuthParser.user(draft, rest.word());
      } else {
        LinuxAuthParser.user(draft, user);
        SshdMessages.host(rest, draft);
      }
      return true;
    }
    if (text.startsWith("maximum authentication attempts exceeded")
        || text.startsWith("Too many authentication failures")
        || text.contains("Too many authentication failures for ")) {
      failed(draft, SshdMessages.LOGIN, "maximum authentication attempts exceeded");
      Dissect rest = new Dissect(text, Math.max(0, text.indexOf(" for ") + 5));
      if (text.contains(" for ")) {
        SshdMessages.invalid(rest, draft);
        SshdMessages.from(rest, draft);
      }
      return true;
    }
    return refusedByPam(text, draft) || refusedConnection(text, draft);
  }

  /** {@code PAM: REASON for [illegal user ]USER from HOST}, and what names only one of them. */
  private static boolean refusedByPam(String text, EventDraft draft) {
    if (text.startsWith("PAM: ") && text.contains(" for ") && text.contains(" from ")) {
      Dissect rest = new Dissect(text, 5);
      failed(draft, SshdMessages.LOGIN, String.valueOf(rest.upTo(" for ")));
      SshdMessages.invalid(rest, draft);
      SshdMessages.from(rest, draft);
      return true;
    }
    if (text.startsWith("input_userauth_request: invalid user ")) {
      failed(draft, SshdMessages.LOGIN, "invalid user");
      LinuxAuthParser.user(draft, new Dissect(text, 37).word());
      return true;
    }
    if (text.startsWith("Certificate invalid: ")) {
      failed(draft, SshdMessages.LOGIN, text);
      return true;
    }
    if (text.startsWith("Authentication refused: ")) {
      failed(draft, SshdMessages.LOGIN, text.substring(24));
      return true;
    }
    return false;
  }

  private static boolean refusedConnection(String text, EventDraft draft) {
    @Nullable String mark = null;
    String reason = "";
    if (text.startsWith("Unable to negotiate with ")) {
      mark = "Unable to negotiate with ";
      reason = "unable to negotiate";
    } else if (text.startsWith("Did not receive identification string from ")) {
      mark = "Did not receive identification string from ";
      reason = "no identification string";
    } else if (text.startsWith("Timeout before authentication for ")) {
      mark = "Timeout before authentication for ";
      reason = "timeout before authentication";
      if (text.startsWith("connection from ", mark.length())) {
        mark += "connection from ";
      }
    } else if (text.startsWith("Bad protocol version identification ")) {
      int from = text.lastIndexOf(" from ");
      mark = from < 0 ? null : text.substring(0, from + 6);
      reason = "bad protocol version";
    } else if (text.startsWith("banner exchange: Connection from ")) {
      mark = "banner exchange: Connection from ";
      reason = "banner exchange";
    } else if (text.startsWith("drop connection #") && text.contains(" from [")) {
      return dropped(text, draft);
    } else if (text.startsWith("ssh_dispatch_run_fatal: Connection from ")) {
      return broken(text, draft);
    } else if (text.startsWith("srclimit_penalise: ")) {
      return penalised(text, draft);
    } else if (text.contains("MaxStartups throttling")) {
      LinuxAuthParser.meaning(draft, "network", "info denied", "ssh_connection", "failure");
      draft.put("event.reason", text);
      return true;
    } else if (text.startsWith("refused connect from ")) {
      mark = "refused connect from ";
      reason = "refused";
    } else if (text.startsWith("kex_exchange_identification")
        || text.startsWith("userauth_finish")
        || text.startsWith("kex protocol error")) {
      LinuxAuthParser.meaning(draft, "session", "end", "ssh_connection", "failure");
      draft.put("event.reason", text);
      return true;
    } else if (text.startsWith("reverse mapping checking getaddrinfo for ")) {
      return reverseMapping(text, draft);
    }
    if (mark == null) {
      return false;
    }
    SshdMessages.host(new Dissect(text, mark.length()), draft);
    LinuxAuthParser.meaning(draft, "session", "end", "ssh_connection", "failure");
    draft.put("event.reason", reason);
    return true;
  }

  /** {@code drop connection #10 from [HOST]:PORT on [HOST]:22 past MaxStartups}. */
  private static boolean dropped(String text, EventDraft draft) {
    Dissect rest = new Dissect(text, text.indexOf(" from [") + 7);
    SshdMessages.address(draft, "source", String.valueOf(rest.upTo("]")));
    if (rest.skip(":")) {
      Values.putLong(draft, "source.port", SshdMessages.leadingDigits(rest.word()));
    }
    LinuxAuthParser.meaning(draft, "session", "end", "ssh_connection", "failure");
    draft.put("event.reason", text.substring(Math.max(0, text.indexOf("past "))));
    return true;
  }

  /** {@code Connection from [user NAME ]HOST port N: REASON}: what came was no SSH any more. */
  private static boolean broken(String text, EventDraft draft) {
    Dissect rest = new Dissect(text, 40);
    if (rest.skip("user ") || rest.skip("invalid user ") || rest.skip("authenticating user ")) {
      LinuxAuthParser.user(draft, rest.word());
      rest.skipBlanks();
    }
    SshdMessages.host(rest, draft);
    LinuxAuthParser.meaning(draft, "session", "end", "ssh_connection", "failure");
    draft.put("event.reason", text.substring(text.lastIndexOf(": ") + 2));
    return true;
  }

  /**
   * {@code ipv4: new HOST/32 deferred penalty of 5 seconds for penalty: REASON}, of OpenSSH 9.8.
   */
  private static boolean penalised(String text, EventDraft draft) {
    int slash = text.indexOf('/');
    if (slash > 0) {
      SshdMessages.address(
          draft, "source", text.substring(text.lastIndexOf(' ', slash) + 1, slash));
    }
    LinuxAuthParser.meaning(draft, "network", "info denied", "ssh_connection", "failure");
    draft.put("event.reason", text.substring(text.lastIndexOf(": ") + 2));
    return true;
  }

  private static boolean reverseMapping(String text, EventDraft draft) {
    int open = text.indexOf('[');
    int close = text.indexOf(']', open + 1);
    if (open > 0 && close > open) {
      SshdMessages.address(draft, "source", text.substring(open + 1, close));
    }
    LinuxAuthParser.meaning(draft, "network", "info", "ssh_reverse_mapping", "failure");
    return true;
  }

  private static void failed(EventDraft draft, String action, String reason) {
    LinuxAuthParser.meaning(draft, "authentication", "start", action, "failure");
    draft.put("event.reason", reason);
  }
}
