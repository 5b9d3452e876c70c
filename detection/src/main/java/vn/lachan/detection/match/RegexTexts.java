package vn.lachan.detection.match;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts that an expression has much work with: what it finds and what it nearly finds, over
 * and over, with the literal text that it waits for. The same for the same expression on every run.
 */
public final class RegexTexts {
  private static final String PREFERRED = "a0 A/\\.-+\"'=:;,<>{}()[]$&|_\t\n";
  private static final int MOST_TIMES = 70;
  private static final int MOST_CHARACTERS = 4_000;

  private final int variant;
  private final boolean often;
  private final StringBuilder text = new StringBuilder();

  private RegexTexts(int variant, boolean often) {
    this.variant = variant;
    this.often = often;
  }

  /** Texts of about {@code length} characters each. */
  public static List<String> of(Pattern pattern, int length) {
    String literal = LiteralGuard.of(pattern.pattern());
    RegexTree tree = RegexReader.read(pattern);
    Set<String> pieces = new LinkedHashSet<>();
    for (int variant = 0; variant < 3; variant++) {
      String few = sample(tree, literal, variant, false);
      String many = sample(tree, literal, variant, true);
      pieces.add(few);
      pieces.add(many);
      pieces.add(few.substring(0, Math.max(0, few.length() - 1)));
      pieces.add(many.substring(0, Math.max(0, many.length() - 1)));
      pieces.add(few.substring(0, few.length() / 2));
      pieces.add(many.substring(0, many.length() * 2 / 3));
      pieces.add(few + "\n");
    }
    String letters = String.join("", pieces);
    letters.codePoints().distinct().limit(8).forEach(c -> pieces.add(Character.toString(c)));
    pieces.remove("");
    List<String> texts = new ArrayList<>();
    for (String piece : pieces) {
      texts.add(ending(piece.repeat(length / piece.length() + 1), literal, length));
    }
    if (!letters.isEmpty()) {
      Random random = new Random(pattern.pattern().hashCode());
      StringBuilder mixed = new StringBuilder();
      while (mixed.length() < length) {
        mixed.append(letters.charAt(random.nextInt(letters.length())));
      }
      texts.add(ending(mixed.toString(), literal, length));
    }
    return texts;
  }

  /** {@code text} cut to a length, ending with what the expression waits for. */
  private static String ending(String text, String literal, int length) {
    return text.substring(0, Math.max(0, Math.min(text.length(), length) - literal.length()))
        + literal;
  }

  private static String sample(
      @Nullable RegexTree tree, String literal, int variant, boolean often) {
    if (tree == null) {
      return literal + " " + variant;
    }
    RegexTexts texts = new RegexTexts(variant, often);
    texts.write(tree);
    return texts.text.toString();
  }

  private void write(RegexTree tree) {
    if (text.length() > MOST_CHARACTERS) {
      return;
    }
    switch (tree) {
      case RegexTree.One(CodePoints set) -> text.appendCodePoint(member(set));
      case RegexTree.Sequence(List<RegexTree> parts) -> parts.forEach(this::write);
      case RegexTree.Choice(List<RegexTree> parts) -> write(parts.get(variant % parts.size()));
      case RegexTree.Repeat(RegexTree part, int least, int most) -> {
        int several = most < 0 ? least + 3 : Math.min(most, Math.max(least, MOST_TIMES));
        int times = often ? several : Math.max(least, Math.min(1, several));
        for (int i = 0; i < times; i++) {
          write(part);
        }
      }
      case RegexTree.Place _ -> {}
    }
  }

  private int member(CodePoints set) {
    int wanted = variant;
    int found = -1;
    for (int i = 0; i < PREFERRED.length() && wanted >= 0; i++) {
      if (set.has(PREFERRED.charAt(i))) {
        found = PREFERRED.charAt(i);
        wanted--;
      }
    }
    for (int c = 0; found < 0 && c < Character.MAX_CODE_POINT; c++) {
      found = set.has(c) ? c : -1;
    }
    return Math.max(found, 0);
  }
}
