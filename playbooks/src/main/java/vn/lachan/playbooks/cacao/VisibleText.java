package vn.lachan.playbooks.cacao;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Shows the characters that a reader cannot see: those that turn the direction of writing round
 * (Trojan Source, CVE-2021-42574), those without width, and control characters.
 *
 * <p>Line breaks and tabs are no such characters, nor is what joins the parts of an emoji.
 */
public final class VisibleText {
  private static final int JOINER = 0x200D;

  /** Marks without width that are not of category Cf: fillers, line and paragraph separators. */
  private static final Set<Integer> OTHERS =
      Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2028, 0x2029, 0x3164, 0xFFA0);

  /** {@code text} with each hidden character written as ⟦U+202E⟧. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int before = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(before)) {
      int c = text.codePointAt(i);
      if (isHidden(c, before)) {
        shown.append('⟦').append(name(c)).append('⟧');
      } else {
        shown.appendCodePoint(c);
      }
      before = c;
    }
    return shown.toString();
  }

  /** The names of the hidden characters of {@code text}, each once. */
  static Set<String> hidden(String text) {
    Set<String> names = new TreeSet<>();
    int before = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(before)) {
      int c = text.codePointAt(i);
      if (isHidden(c, before)) {
        names.add(name(c));
      }
      before = c;
    }
    return names;
  }

  private static boolean isHidden(int c, int before) {
    if (c == '\t' || c == '\n' || c == '\r') {
      return false;
    }
    if (c == JOINER) {
      return !Character.isEmoji(before) && before != 0xFE0F;
    }
    int kind = Character.getType(c);
    return kind == Character.CONTROL || kind == Character.FORMAT || OTHERS.contains(c);
  }

  private static String name(int c) {
    return String.format(Locale.ROOT, "U+%04X", c);
  }

  private VisibleText() {}
}
