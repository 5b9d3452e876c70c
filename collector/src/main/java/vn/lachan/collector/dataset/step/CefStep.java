package vn.lachan.collector.dataset.step;

import java.util.Map;

/**
 * Reads ArcSight CEF ({@code CEF:0|vendor|product|version|id|name|severity|extension}) and IBM LEEF
 * ({@code LEEF:1.0|vendor|product|version|id|extension}; LEEF 2.0 names its delimiter after the id,
 * as a character or in hexadecimal). The header becomes {@code cef.vendor}, {@code .product},
 * {@code .version}, {@code .id}, {@code .name}, {@code .severity}; of custom fields {@code
 * cs1Label=Rule cs1=x} the value is also found as {@code label.Rule}.
 */
public final class CefStep implements Step {
  private static final int LONGEST_DELIMITER = 6;

  /** How rsyslog writes a tab that it does not let through. */
  private static final String ESCAPED_TAB = "#011";

  private static final String[] HEADER = {"vendor", "product", "version", "id", "name", "severity"};
  private static final String[] CUSTOM = {
    "cs1",
    "cs2",
    "cs3",
    "cs4",
    "cs5",
    "cs6",
    "cn1",
    "cn2",
    "cn3",
    "cfp1",
    "cfp2",
    "cfp3",
    "cfp4",
    "c6a1",
    "c6a2",
    "c6a3",
    "c6a4",
    "cs7",
    "cs8",
    "cs9",
    "cs10",
    "cn4",
    "cn5",
    "flexString1",
    "flexString2",
    "flexNumber1",
    "flexNumber2",
    "flexDate1",
    "deviceCustomDate1",
    "deviceCustomDate2"
  };

  private final Source from;
  private final boolean leef;
  private final int[] header = new int[HEADER.length];
  private final int[] custom = new int[CUSTOM.length];
  private final int[] customLabel = new int[CUSTOM.length];
  private final Map<String, Integer> byLabel;
  private final KeyValueStep blanks;
  private final KeyValueStep tabs;

  /**
   * Made of its parts.
   *
   * @param wanted keys of the extension the dataset names
   * @param byLabel names of custom fields, in lower case, to slots
   */
  public CefStep(
      Source from,
      boolean leef,
      Layout layout,
      Map<String, Integer> wanted,
      Map<String, Integer> byLabel,
      boolean labels) {
    this.from = from;
    this.leef = leef;
    for (int i = 0; i < HEADER.length; i++) {
      header[i] = layout.number("cef." + HEADER[i]);
    }
    Map<String, Integer> all = new java.util.HashMap<>(wanted);
    for (int i = 0; i < CUSTOM.length; i++) {
      custom[i] = layout.number(CUSTOM[i]);
      customLabel[i] = layout.number(CUSTOM[i] + "Label");
      all.put(CUSTOM[i], custom[i]);
      all.put(CUSTOM[i] + "Label", customLabel[i]);
    }
    this.byLabel = Map.copyOf(byLabel);
    this.blanks =
        new KeyValueStep(
            from, all, new KeyValueStep.Settings(" \n\r\t", '=', true, labels, true), "");
    this.tabs =
        new KeyValueStep(from, all, new KeyValueStep.Settings("\t", '=', false, labels, true), "");
  }

  @Override
  public boolean run(Slots slots) {
    String text = from.text(slots);
    int mark = text.indexOf(leef ? "LEEF:" : "CEF:");
    int at = mark < 0 ? 0 : mark;
    int bar = text.indexOf('|', at);
    if (bar < 0) {
      return slots.refuse(leef ? "no LEEF header" : "no CEF header");
    }
    int fields = leef ? 4 : 6;
    at = bar + 1;
    if (at < text.length() && text.charAt(at) == '|') {
      at++; // Check Point writes an empty part after the version
    }
    for (int i = 0; i < fields; i++) {
      int end = nextBar(text, at);
      if (end < 0) {
        return slots.refuse("the header has too few parts");
      }
      slots.put(header[i], unescaped(text.substring(at, end)).strip());
      at = end + 1;
    }
    if (leef) {
      String tabbed = tabbed(text.substring(at), text.startsWith("LEEF:2", Math.max(0, mark)));
      (tabbed.indexOf('\t') >= 0 ? tabs : blanks).read(tabbed, 0, slots);
    } else {
      blanks.read(text, at, slots);
    }
    labels(slots);
    return true;
  }

  /** The attributes of LEEF with tabs between them, whatever the sender or a relay put there. */
  private static String tabbed(String attributes, boolean namesDelimiter) {
    int bar = attributes.indexOf('|');
    if (namesDelimiter && bar >= 0 && bar <= LONGEST_DELIMITER) {
      String rest = attributes.substring(bar + 1);
      return bar == 0 ? rest : rest.replace(delimiter(attributes.substring(0, bar)), '\t');
    }
    if (attributes.indexOf('\t') >= 0) {
      return attributes;
    }
    return attributes.contains(ESCAPED_TAB)
        ? attributes.replace(ESCAPED_TAB, "\t")
        : attributes.replace('^', '\t');
  }

  /** {@code ^}, {@code x5E} or {@code 0x5E}. */
  private static char delimiter(String text) {
    int hex = text.indexOf('x');
    if (hex >= 0 && hex <= 1 && hex + 1 < text.length()) {
      try {
        return (char) Integer.parseInt(text, hex + 1, text.length(), 16);
      } catch (NumberFormatException _) {
        return text.charAt(0);
      }
    }
    return text.charAt(0);
  }

  /** The next bar that no backslash protects. */
  private static int nextBar(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '|') {
        return at;
      }
      if (c == '\\') {
        at++;
      }
    }
    return -1;
  }

  private static String unescaped(String part) {
    return part.replace("\\|", "|").replace("\\\\", "\\");
  }

  private void labels(Slots slots) {
    if (byLabel.isEmpty()) {
      return;
    }
    for (int i = 0; i < custom.length; i++) {
      if (slots.has(customLabel[i])) {
        Integer slot = byLabel.get(slots.text(customLabel[i]).toLowerCase(java.util.Locale.ROOT));
        if (slot != null) {
          slots.putIfAbsent(slot, slots.get(custom[i]));
        }
      }
    }
  }
}
