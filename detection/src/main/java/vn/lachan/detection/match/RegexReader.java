package vn.lachan.detection.match;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions that RE2 accepts into trees, as far as they are written with the usual means.
 * What it does not know for sure it leaves to RE2: word boundaries, lines, Unicode classes, other
 * cases of letters beyond ASCII.
 */
final class RegexReader {
  private static final java.util.regex.Pattern REPEAT =
      java.util.regex.Pattern.compile("\\{(\\d{1,4})(,(\\d{1,4})?)?\\}");
  private static final CodePoints DIGIT = CodePoints.range('0', '9');
  private static final CodePoints SPACE = CodePoints.of("\t\n\f\r ");
  private static final CodePoints WORD =
      DIGIT.and(CodePoints.range('a', 'z')).and(CodePoints.range('A', 'Z')).and(CodePoints.of("_"));
  private static final CodePoints ALL = CodePoints.of("").negated();
  private static final CodePoints NO_LINE_END = CodePoints.of("\n").negated();

  private static final int DEEPEST = 100;

  private final String source;
  private boolean anyCase;
  private boolean dotAll;
  private int at;
  private int depth;

  /** Something that is left to RE2. */
  private static final class UnknownSyntax extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownSyntax(String what) {
      super(what, null, false, false);
    }
  }

  private RegexReader(Pattern pattern) {
    this.source = pattern.pattern();
    this.anyCase = (pattern.flags() & Pattern.CASE_INSENSITIVE) != 0;
    this.dotAll = (pattern.flags() & Pattern.DOTALL) != 0;
  }

  /** The tree, or null when something in it is left to RE2. */
  static @Nullable RegexTree read(Pattern pattern) {
    if ((pattern.flags() & ~(Pattern.CASE_INSENSITIVE | Pattern.DOTALL)) != 0) {
      return null;
    }
    RegexReader reader = new RegexReader(pattern);
    try {
      RegexTree tree = reader.choice();
      return reader.at == reader.source.length() ? tree : null;
    } catch (UnknownSyntax _) {
      return null;
    }
  }

  private boolean sees(String text) {
    return source.startsWith(text, at);
  }

  private boolean takes(String text) {
    boolean there = sees(text);
    at += there ? text.length() : 0;
    return there;
  }

  private RegexTree choice() {
    if (++depth > DEEPEST) {
      throw new UnknownSyntax("groups in groups");
    }
    List<RegexTree> parts = new ArrayList<>();
    do {
      parts.add(sequence());
    } while (takes("|"));
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new RegexTree.Choice(parts);
  }

  private RegexTree sequence() {
    List<RegexTree> parts = new ArrayList<>();
    while (at < source.length() && !sees("|") && !sees(")")) {
      parts.add(repeated(part()));
    }
    return parts.size() == 1 ? parts.getFirst() : new RegexTree.Sequence(parts);
  }

  private RegexTree repeated(RegexTree part) {
    int least = sees("+") ? 1 : 0;
    int most = sees("?") ? 1 : -1;
    if (sees("*") || sees("+") || sees("?")) {
      at++;
    } else {
      Matcher matcher = REPEAT.matcher(source).region(at, source.length());
      if (!matcher.lookingAt()) {
        return part;
      }
      least = Integer.parseInt(matcher.group(1));
      most =
          matcher.group(2) == null
              ? least
              : matcher.group(3) == null ? -1 : Integer.parseInt(matcher.group(3));
      at = matcher.end();
    }
    takes("?");
    return new RegexTree.Repeat(part, least, most);
  }

  private RegexTree part() {
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    return switch (c) {
      case '(' -> group();
      case '[' -> new RegexTree.One(set());
      case '.' -> new RegexTree.One(dotAll ? ALL : NO_LINE_END);
      case '^' -> RegexTree.Place.BEGIN;
      case '$' -> RegexTree.Place.END;
      case '\\' -> escape();
      case '*', '+', '?' -> throw new UnknownSyntax("repetition of nothing");
      default -> new RegexTree.One(cases(literal(c)));
    };
  }

  private CodePoints literal(int codePoint) {
    if (anyCase && codePoint >= CodePoints.FIRST_OTHER) {
      throw new UnknownSyntax("cases beyond ASCII");
    }
    return CodePoints.of(Character.toString(codePoint));
  }

  private CodePoints cases(CodePoints set) {
    return anyCase ? set.withoutCase() : set;
  }

  private RegexTree group() {
    boolean outerCase = anyCase;
    boolean outerDot = dotAll;
    if (takes("?") && !takes(":") && flagsEndGroup()) {
      return new RegexTree.Sequence(List.of()); // they hold to the end of the group around them
    }
    RegexTree inner = choice();
    if (!takes(")")) {
      throw new UnknownSyntax("group without end");
    }
    anyCase = outerCase;
    dotAll = outerDot;
    return inner;
  }

  /** Reads flags; whether they stand alone, without an expression of their own. */
  private boolean flagsEndGroup() {
    boolean on = true;
    while (at < source.length()) {
      char c = source.charAt(at++);
      switch (c) {
        case 'i' -> anyCase = on;
        case 's' -> dotAll = on;
        case 'U' -> {}
        case '-' -> on = false;
        case ':' -> {
          return false;
        }
        case ')' -> {
          return true;
        }
        default -> throw new UnknownSyntax("flag or name of a group");
      }
    }
    throw new UnknownSyntax("flags without end");
  }

  private RegexTree escape() {
    if (takes("A")) {
      return RegexTree.Place.BEGIN;
    }
    if (takes("z")) {
      return RegexTree.Place.END;
    }
    CodePoints known = classEscape();
    return new RegexTree.One(known == null ? cases(literal(escaped())) : known);
  }

  /** What {@code \d} and its like stand for, or null when there is none of them. */
  private @Nullable CodePoints classEscape() {
    if (at >= source.length()) {
      throw new UnknownSyntax("escape of nothing");
    }
    char letter = source.charAt(at);
    CodePoints set =
        switch (letter) {
          case 'd', 'D' -> DIGIT;
          case 's', 'S' -> SPACE;
          case 'w', 'W' -> cases(WORD);
          default -> null;
        };
    if (set == null) {
      return null;
    }
    at++;
    return letter < 'a' ? set.negated() : set;
  }

  /** The character behind a backslash. */
  private int escaped() {
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    return switch (c) {
      case 'a' -> 7;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      default -> {
        if (c >= CodePoints.FIRST_OTHER || Character.isLetterOrDigit(c)) {
          throw new UnknownSyntax("escape");
        }
        yield c;
      }
    };
  }

  private CodePoints set() {
    boolean negated = takes("^");
    CodePoints set = CodePoints.of("");
    boolean first = true;
    while (first || !sees("]")) {
      first = false;
      set = set.and(member());
    }
    at++;
    return negated ? set.negated() : set;
  }

  private CodePoints member() {
    if (sees("[:")) {
      throw new UnknownSyntax("named class");
    }
    if (sees("\\")) {
      at++;
      CodePoints known = classEscape();
      if (known != null) {
        return known;
      }
      at--;
    }
    int from = setCharacter();
    if (!sees("-") || sees("-]")) {
      return cases(literal(from));
    }
    at++;
    int to = setCharacter();
    if (to >= CodePoints.FIRST_OTHER || to < from) {
      throw new UnknownSyntax("range");
    }
    return cases(CodePoints.range(from, to));
  }

  private int setCharacter() {
    if (at >= source.length()) {
      throw new UnknownSyntax("class without end");
    }
    if (takes("\\")) {
      if (at >= source.length()) {
        throw new UnknownSyntax("escape of nothing");
      }
      return escaped();
    }
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }
}
