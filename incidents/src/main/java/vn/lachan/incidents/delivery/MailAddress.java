package vn.lachan.incidents.delivery;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Addresses as they are taken here: one plain ASCII mailbox, no name, no comment, no white space.
 */
public final class MailAddress {
  private static final int LONGEST = 254;
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,63}(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,63}){0,8}"
              + "@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?){0,8}");

  /** Whether {@code text} is one; line breaks, commas and angle brackets never are. */
  public static boolean isOne(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches();
  }

  /** Whether it is in one of {@code domains} or below; everything is when there are none. */
  static boolean isWithin(String address, Collection<String> domains) {
    String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    return domains.isEmpty()
        || domains.stream()
            .map(allowed -> allowed.toLowerCase(Locale.ROOT))
            .anyMatch(allowed -> domain.equals(allowed) || domain.endsWith("." + allowed));
  }

  private MailAddress() {}
}
