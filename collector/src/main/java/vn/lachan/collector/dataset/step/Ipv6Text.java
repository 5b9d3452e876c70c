package vn.lachan.collector.dataset.step;

import java.util.Locale;

/**
 * Writes IPv6 addresses as RFC 5952 (section 4) does, so that one address is one text: lower case,
 * no leading zeros, the longest run of zero fields shortened.
 */
final class Ipv6Text {
  private static final int FIELDS = 8;

  /** {@code text} itself unless it is an address with all eight fields and something to shorten. */
  static String canonical(String text) {
    if (text.indexOf(':') < 0 || text.contains("::") || text.length() > 39) {
      return text;
    }
    String[] fields = text.toLowerCase(Locale.ROOT).split(":", -1);
    if (fields.length != FIELDS) {
      return text;
    }
    for (int i = 0; i < FIELDS; i++) {
      if (!fields[i].matches("[0-9a-f]{1,4}")) {
        return text;
      }
      fields[i] = Integer.toHexString(Integer.parseInt(fields[i], 16));
    }
    return joined(fields);
  }

  private static String joined(String[] fields) {
    int start = -1;
    int length = 1;
    for (int i = 0; i < FIELDS; i++) {
      int end = i;
      while (end < FIELDS && fields[end].equals("0")) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < FIELDS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(fields[i]);
      }
    }
    return text.toString();
  }

  private Ipv6Text() {}
}
