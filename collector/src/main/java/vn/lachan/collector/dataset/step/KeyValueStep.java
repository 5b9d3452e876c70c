package vn.lachan.collector.dataset.step;

import java.util.Map;

/**
 * Reads {@code key=value} pairs. Values may stand in quotes; with {@code loose} an unquoted value
 * goes on up to the next key, as in CEF. The first value of a key counts.
 */
public final class KeyValueStep implements Step {
  private final Source from;
  private final KeyTable keys;
  private final Settings settings;
  private final String prefix;

  /**
   * How pairs are written.
   *
   * @param pair characters between pairs
   * @param equals the character between key and value
   * @param loose whether blanks may stand in a value without quotes
   * @param labels whether other keys are kept as labels
   * @param escapes whether a backslash takes the meaning from the next character
   */
  public record Settings(String pair, char equals, boolean loose, boolean labels, boolean escapes) {
    public static final Settings DEFAULT = new Settings(" \t", '=', false, true, true);
  }

  /**
   * Made of its parts.
   *
   * @param wanted keys the dataset names
   * @param prefix stands before the keys in the names
   */
  public KeyValueStep(Source from, Map<String, Integer> wanted, Settings settings, String prefix) {
    this.from = from;
    this.keys = new KeyTable(wanted);
    this.settings = settings;
    this.prefix = prefix;
  }

  @Override
  public boolean run(Slots slots) {
    String text = from.text(slots);
    return read(text, 0, slots) > 0 || slots.refuse("no key=value pairs");
  }

  /** Reads from {@code position}; answers how many pairs there were. */
  int read(String text, int position, Slots slots) {
    int at = position;
    int pairs = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c <= ' ' || isPair(c)) {
        at++;
        continue;
      }
      int equals = keyEnd(text, at);
      if (equals < 0) {
        at = skipWord(text, at);
        continue;
      }
      at = value(text, at, equals, slots);
      pairs++;
    }
    return pairs;
  }

  /** Where the equals sign after a key is; -1 when what stands here is no key. */
  private int keyEnd(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == settings.equals) {
        return at > from ? at : -1;
      }
      if (isPair(c) || (c == '"' && at == from)) {
        return -1;
      }
      at++;
    }
    return -1;
  }

  private int skipWord(String text, int from) {
    int at = from + 1;
    while (at < text.length() && !isPair(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int value(String text, int keyFrom, int equals, Slots slots) {
    int start = equals + 1;
    while (start < text.length() && settings.equals == ':' && text.charAt(start) == ' ') {
      start++;
    }
    if (start < text.length() && (text.charAt(start) == '"' || text.charAt(start) == '\'')) {
      int close = closing(text, start);
      if (close > start) {
        keep(text, keyFrom, equals, start + 1, close, slots);
        return close + 1;
      }
    }
    int end = settings.loose ? looseEnd(text, start) : plainEnd(text, start);
    int last = end;
    while (last > start && text.charAt(last - 1) <= ' ') {
      last--;
    }
    keep(text, keyFrom, equals, start, last, slots);
    return end;
  }

  /** The quote that ends a value: one before a separator or the end. */
  private int closing(String text, int open) {
    char quote = text.charAt(open);
    int at = open + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && settings.escapes && at + 1 < text.length()) {
        at++;
      } else if (c == quote && isEnd(text, at + 1) && isFollowed(text, at + 1)) {
        return at;
      }
      at++;
    }
    return -1;
  }

  private boolean isEnd(String text, int at) {
    return at >= text.length()
        || text.charAt(at) <= ' '
        || isPair(text.charAt(at))
        || ",;]})".indexOf(text.charAt(at)) >= 0;
  }

  /**
   * Whether what stands behind a quote lets it be the end: in loose text another key, or nothing.
   */
  private boolean isFollowed(String text, int from) {
    if (!settings.loose) {
      return true;
    }
    int at = from;
    while (at < text.length() && !Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    int key = at;
    while (at < text.length() && isKeyPart(text.charAt(at))) {
      at++;
    }
    return key == text.length()
        || (at > key && at < text.length() && text.charAt(at) == settings.equals);
  }

  private int plainEnd(String text, int from) {
    int at = from;
    while (at < text.length() && !isPair(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The blank before the next {@code key=}, or the end. */
  private int looseEnd(String text, int from) {
    int equals = text.indexOf(settings.equals, from);
    while (equals >= 0) {
      if (equals == 0 || text.charAt(equals - 1) != '\\') {
        int at = equals;
        while (at > from && isKeyPart(text.charAt(at - 1))) {
          at--;
        }
        if (at < equals && at >= from && (at == from || isPair(text.charAt(at - 1)))) {
          return Math.max(from, at - 1);
        }
      }
      equals = text.indexOf(settings.equals, equals + 1);
    }
    return text.length();
  }

  private static boolean isKeyPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == '[' || c == ']';
  }

  private boolean isPair(char c) {
    return settings.pair.indexOf(c) >= 0;
  }

  private void keep(String text, int keyFrom, int equals, int from, int to, Slots slots) {
    int keyTo = equals;
    while (keyTo > keyFrom && text.charAt(keyTo - 1) == ' ') {
      keyTo--;
    }
    int slot = keys.find(text, keyFrom, keyTo);
    if (slot >= 0) {
      if (!slots.has(slot)) {
        slots.put(slot, plain(text.substring(from, to)));
      }
    } else if (settings.labels && to > from) {
      slots.label(prefix + text.substring(keyFrom, keyTo), text.substring(from, to));
    }
  }

  /** Without the backslashes that only protect quotes, equals signs and pipes. */
  private String plain(String value) {
    if (!settings.escapes || value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length() && "=\"|".indexOf(value.charAt(i + 1)) >= 0) {
        continue;
      }
      plain.append(c);
      if (c == '\\' && i + 1 < value.length() && value.charAt(i + 1) == '\\') {
        i++;
      }
    }
    return plain.toString();
  }
}
