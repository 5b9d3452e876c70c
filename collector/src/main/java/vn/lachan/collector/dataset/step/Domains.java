package vn.lachan.collector.dataset.step;

import java.util.Locale;
import java.util.Set;
import vn.lachan.collector.parser.EventDraft;
import vn.lachan.collector.parser.Values;

/**
 * The registered domain of a name. Uses the second-level registries of country domains ({@code
 * gov.vn}, {@code co.uk}) by their customary words, not the whole public suffix list.
 */
final class Domains {
  private static final Set<String> SECOND_LEVEL =
      Set.of(
          "ac", "biz", "co", "com", "edu", "gob", "gov", "gouv", "health", "id", "info", "int",
          "mil", "name", "ne", "net", "nom", "or", "org", "pro", "sch");

  private Domains() {}

  static void derive(EventDraft draft, String field, String prefix) {
    String name = draft.text(field);
    int end = name.endsWith(".") ? name.length() - 1 : name.length();
    int last = name.lastIndexOf('.', end - 1);
    if (last <= 0 || end - last < 3 || Values.isAddress(name) || !isName(name, end)) {
      return;
    }
    String domain = name.substring(0, end);
    String lower = domain.toLowerCase(Locale.ROOT);
    int second = domain.lastIndexOf('.', last - 1);
    boolean country = domain.length() - last == 3;
    boolean reverse = lower.endsWith(".in-addr.arpa") || lower.endsWith(".ip6.arpa");
    int suffix =
        reverse || (country && SECOND_LEVEL.contains(lower.substring(second + 1, last)))
            ? second
            : last;
    if (suffix < 0) {
      return;
    }
    int registered = domain.lastIndexOf('.', suffix - 1);
    draft.putIfAbsent(prefix + ".top_level_domain", domain.substring(suffix + 1));
    draft.putIfAbsent(prefix + ".registered_domain", domain.substring(registered + 1));
    if (registered > 0) {
      draft.putIfAbsent(prefix + ".subdomain", domain.substring(0, registered));
    }
  }

  private static boolean isName(String name, int end) {
    for (int i = 0; i < end; i++) {
      char c = name.charAt(i);
      if (!(Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_')) {
        return false;
      }
    }
    return !Character.isDigit(name.charAt(end - 1));
  }
}
