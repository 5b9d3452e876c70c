package vn.lachan.backup.command;

/**
 * How many columns of a terminal a text takes, and what of it fits: marks that stand on the letter
 * before take none, ideographs and emoji two (Unicode Standard Annex 11, ranges as in Markus Kuhn's
 * wcwidth). Signs that would steer the terminal become question marks.
 */
final class Columns {

  private static final String MORE = "…";

  /** First and last of each range that takes two columns. */
  private static final int[][] WIDE = {
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0xA4CF},
    {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF},
    {0x1FA70, 0x1FAFF},
    {0x20000, 0x3FFFD}
  };

  private Columns() {}

  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  private static int of(int sign) {
    int type = Character.getType(sign);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (sign >= range[0] && sign <= range[1]) {
        return 2;
      }
    }
    return 1;
  }

  /** The same with a question mark for each sign that is not to be seen or would steer. */
  static String plain(String text) {
    return text.codePoints().allMatch(Columns::isPlain)
        ? text
        : text.codePoints()
            .map(sign -> isPlain(sign) ? sign : '?')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  /** Also directions of writing, which make a name look like another one, are not plain. */
  private static boolean isPlain(int sign) {
    return !Character.isISOControl(sign)
        && switch (Character.getType(sign)) {
          case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
              false;
          case Character.FORMAT -> sign == 0x200C || sign == 0x200D; // joiners
          default -> true;
        };
  }

  /** The beginning of {@code text}, with … where something is left out. */
  static String head(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder head = new StringBuilder();
    int room = columns - of(MORE);
    for (int sign : text.codePoints().toArray()) {
      room -= of(sign);
      if (room < 0) {
        break;
      }
      head.appendCodePoint(sign);
    }
    return columns < 1 ? "" : head + MORE;
  }

  /** The end of {@code text}, likewise: of a path the name of the file says most. */
  static String tail(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    int[] signs = text.codePoints().toArray();
    int room = columns - of(MORE);
    int from = signs.length;
    while (from > 0 && room - of(signs[from - 1]) >= 0) {
      room -= of(signs[--from]);
    }
    while (from < signs.length && of(signs[from]) == 0) {
      from++; // a mark without its letter
    }
    return columns < 1 ? "" : MORE + new String(signs, from, signs.length - from);
  }
}
