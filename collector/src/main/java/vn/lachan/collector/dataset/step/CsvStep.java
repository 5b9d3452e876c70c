package vn.lachan.collector.dataset.step;

/**
 * Reads separated values into columns; in double quotes (RFC 4180) as they may be, unless tabs
 * separate them.
 */
public final class CsvStep implements Step {
  private final Source from;
  private final int[] columns;
  private final char separator;
  private final int least;

  /**
   * Made of its parts.
   *
   * @param columns the slot of each column, -1 for one that is not kept
   * @param separator between values; a blank stands for one or more
   * @param least with fewer columns the line is of another form
   */
  public CsvStep(Source from, int[] columns, char separator, int least) {
    this.from = from;
    this.columns = columns.clone();
    this.separator = separator;
    this.least = least;
  }

  @Override
  public boolean run(Slots slots) {
    return read(from.text(slots), slots);
  }

  /** Reads {@code text} into the columns; false when it has too few. */
  boolean read(String text, Slots slots) {
    int at = 0;
    int column = 0;
    while (at <= text.length()) {
      boolean last;
      if (separator != '\t' && at < text.length() && text.charAt(at) == '"') {
        int close = closing(text, at + 1);
        put(slots, column, text.substring(at + 1, close).replace("\"\"", "\""));
        int next = text.indexOf(separator, Math.min(close + 1, text.length()));
        last = next < 0;
        at = last ? text.length() + 1 : next + 1;
      } else {
        int end = text.indexOf(separator, at);
        last = end < 0;
        put(slots, column, text.substring(at, last ? text.length() : end).strip());
        at = last ? text.length() + 1 : end + 1;
      }
      while (separator == ' ' && at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      column++;
    }
    return column >= least || slots.refuse("too few columns");
  }

  private static int closing(String text, int from) {
    int at = text.indexOf('"', from);
    while (at >= 0 && at + 1 < text.length() && text.charAt(at + 1) == '"') {
      at = text.indexOf('"', at + 2);
    }
    return at < 0 ? text.length() : at;
  }

  private void put(Slots slots, int column, String value) {
    if (column < columns.length && columns[column] >= 0) {
      slots.put(columns[column], value);
    }
  }
}
