package vn.lachan.collector.dataset.step;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.parser.EventDraft;
import vn.lachan.collector.parser.Values;

/**
 * What follows from the fields of every dataset: an address is an IP or a domain, an executable has
 * a name, {@code DOMAIN\name} is two fields, a URL has parts. Never changes a field that is set,
 * but for the domain before an account.
 */
public final class Finish {
  private static final List<String> SIDES = List.of("source", "destination", "client", "server");
  private static final List<String> USERS =
      List.of(
          "user",
          "source.user",
          "destination.user",
          "user.target",
          "user.effective",
          "user.changes");

  private Finish() {}

  /** Adds what follows from the fields of {@code draft}. */
  public static void derive(EventDraft draft) {
    for (String side : SIDES) {
      address(draft, side);
    }
    for (String user : USERS) {
      account(draft, user);
    }
    url(draft);
    file(draft);
    executable(draft, "process");
    executable(draft, "process.parent");
    Domains.derive(draft, "destination.domain", "destination");
    Domains.derive(draft, "source.domain", "source");
    Domains.derive(draft, "dns.question.name", "dns.question");
    Domains.derive(draft, "url.domain", "url");
    String host = draft.text("host.name");
    draft.putIfAbsent("host.name", draft.get("host.hostname"));
    draft.putIfAbsent("host.hostname", host);
    CommunityId.derive(draft);
  }

  private static void address(EventDraft draft, String side) {
    String address = draft.text(side + ".address");
    if (!address.isEmpty()) {
      String plain = Ipv6Text.canonical(address);
      String bare = plain.startsWith("::ffff:") ? plain.substring(7) : plain;
      if (Values.isAddress(bare)) {
        draft.putIfAbsent(side + ".ip", bare);
        draft.put(side + ".address", bare);
      } else {
        draft.putIfAbsent(side + ".domain", address);
      }
    } else if (draft.has(side + ".ip")) {
      draft.put(side + ".address", draft.get(side + ".ip"));
    } else if (draft.has(side + ".domain")) {
      draft.put(side + ".address", draft.get(side + ".domain"));
    }
  }

  private static void account(EventDraft draft, String user) {
    String name = draft.text(user + ".name");
    int slash = name.indexOf('\\');
    if (slash > 0 && slash + 1 < name.length()) {
      int last = name.lastIndexOf('\\');
      draft.putIfAbsent(user + ".domain", name.substring(0, slash));
      draft.put(user + ".name", name.substring(last + 1));
    }
  }

  private static void url(EventDraft draft) {
    String original = draft.text("url.original");
    if (original.isEmpty()) {
      original = draft.text("url.full");
    }
    if (original.isEmpty() || draft.has("url.path")) {
      return;
    }
    Object domain = draft.get("url.domain");
    Object port = draft.get("url.port");
    Values.putUrl(draft, original);
    int scheme = original.indexOf("://");
    if (scheme > 0 && scheme < 10) {
      draft.putIfAbsent("url.full", draft.text("url.original"));
      draft.putIfAbsent("url.port", defaultPort(draft.text("url.scheme")));
      if (original.indexOf('/', scheme + 3) < 0) {
        draft.remove("url.path");
      }
    }
    draft.put("url.domain", domain);
    draft.put("url.port", port);
  }

  private static @Nullable Object defaultPort(String scheme) {
    return switch (scheme) {
      case "http" -> 80L;
      case "https" -> 443L;
      case "ftp" -> 21L;
      default -> null;
    };
  }

  private static void file(EventDraft draft) {
    String given = draft.text("file.name");
    if (given.indexOf('/') >= 0 || given.indexOf('\\') >= 0) {
      draft.putIfAbsent("file.path", given);
      draft.remove("file.name");
    }
    String path = draft.text("file.path");
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    if (slash >= 0) {
      draft.putIfAbsent("file.name", path.substring(slash + 1));
      draft.putIfAbsent("file.directory", directory(path, slash));
    } else {
      draft.putIfAbsent("file.name", path);
    }
    String name = draft.text("file.name");
    int dot = name.lastIndexOf('.');
    if (dot > 0 && name.length() - dot <= 11 && dot + 1 < name.length()) {
      draft.putIfAbsent("file.extension", name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
  }

  private static String directory(String path, int slash) {
    int end = slash;
    while (end > 0 && (path.charAt(end - 1) == '\\' || path.charAt(end - 1) == '/')) {
      end--;
    }
    boolean root = end == 0 || path.charAt(end - 1) == ':';
    return root ? path.substring(0, end + 1) : path.substring(0, end);
  }

  private static void executable(EventDraft draft, String process) {
    String path = draft.text(process + ".executable");
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    if (slash >= 0 || !path.isEmpty()) {
      draft.putIfAbsent(process + ".name", path.substring(slash + 1));
    }
  }
}
