package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression as a machine that may be in several states at once (Thompson, 1968), over
 * classes of characters that no set of the expression tells apart. Immutable.
 */
final class RegexProgram {
  static final int MATCH = 0;
  private static final int LARGEST = 2_000;

  /** What a state does: reads a class of its set, forks, or asks for a place. */
  enum Kind {
    MATCH,
    READ,
    FORK,
    BEGIN,
    END
  }

  private final List<Kind> kinds = new ArrayList<>();
  private final List<CodePoints> sets = new ArrayList<>();
  private final List<int[]> nexts = new ArrayList<>();
  private final int start;
  private final int[] others;
  private final int[] lowClasses = new int[CodePoints.FIRST_OTHER];
  private final int[] otherClasses;
  private final int restClass;
  private final boolean[][] readsClass;

  /** It has too many states. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge() {
      super("too large", null, false, false);
    }
  }

  private RegexProgram(RegexTree tree) {
    add(Kind.MATCH, CodePoints.of(""));
    this.start = compiled(tree, MATCH);
    this.others =
        sets.stream().flatMapToInt(set -> set.exceptions().stream()).sorted().distinct().toArray();
    this.otherClasses = new int[others.length];
    Map<List<Boolean>, Integer> classes = new LinkedHashMap<>();
    for (int c = 0; c < lowClasses.length; c++) {
      lowClasses[c] = classNumber(c, classes);
    }
    for (int i = 0; i < others.length; i++) {
      otherClasses[i] = classNumber(others[i], classes);
    }
    int rest = CodePoints.FIRST_OTHER;
    while (Arrays.binarySearch(others, rest) >= 0) {
      rest++;
    }
    this.restClass = classNumber(rest, classes);
    List<List<Boolean>> members = List.copyOf(classes.keySet());
    this.readsClass = new boolean[kinds.size()][members.size()];
    for (int state = 0; state < kinds.size(); state++) {
      for (int i = 0; i < members.size(); i++) {
        readsClass[state][i] = kinds.get(state) == Kind.READ && members.get(i).get(state);
      }
    }
  }

  /** The machine, or null when it would have too many states. */
  static @Nullable RegexProgram of(RegexTree tree) {
    try {
      return new RegexProgram(tree);
    } catch (TooLarge _) {
      return null;
    }
  }

  private int classNumber(int codePoint, Map<List<Boolean>, Integer> classes) {
    List<Boolean> members = sets.stream().map(set -> set.has(codePoint)).toList();
    return classes.computeIfAbsent(members, _ -> classes.size());
  }

  private int add(Kind kind, CodePoints set, int... next) {
    if (kinds.size() == LARGEST) {
      throw new TooLarge();
    }
    kinds.add(kind);
    sets.add(set);
    nexts.add(next);
    return kinds.size() - 1;
  }

  /** The state where a machine for {@code tree} begins that goes on at {@code next}. */
  private int compiled(RegexTree tree, int next) {
    return switch (tree) {
      case RegexTree.One(CodePoints set) -> add(Kind.READ, set, next);
      case RegexTree.Place place ->
          add(place == RegexTree.Place.BEGIN ? Kind.BEGIN : Kind.END, CodePoints.of(""), next);
      case RegexTree.Sequence(List<RegexTree> parts) -> {
        int after = next;
        for (RegexTree part : parts.reversed()) {
          after = compiled(part, after);
        }
        yield after;
      }
      case RegexTree.Choice(List<RegexTree> parts) ->
          add(
              Kind.FORK,
              CodePoints.of(""),
              parts.stream().mapToInt(part -> compiled(part, next)).toArray());
      case RegexTree.Repeat(RegexTree part, int least, int most) ->
          repeated(part, least, most, next);
    };
  }

  private int repeated(RegexTree part, int least, int most, int next) {
    int after = next;
    if (most < 0) {
      int[] ways = {next, next};
      after = add(Kind.FORK, CodePoints.of(""), ways);
      ways[0] = compiled(part, after);
    }
    for (int i = least; i < most; i++) {
      after = add(Kind.FORK, CodePoints.of(""), compiled(part, after), next);
    }
    for (int i = 0; i < least; i++) {
      after = compiled(part, after);
    }
    return after;
  }

  int size() {
    return kinds.size();
  }

  int start() {
    return start;
  }

  Kind kind(int state) {
    return kinds.get(state);
  }

  int[] next(int state) {
    return nexts.get(state);
  }

  /** How many classes there are. */
  int classes() {
    return readsClass[MATCH].length;
  }

  /** The classes of the characters below 128. */
  int[] lowClasses() {
    return lowClasses.clone();
  }

  int otherClass(int codePoint) {
    int at = Arrays.binarySearch(others, codePoint);
    return at < 0 ? restClass : otherClasses[at];
  }

  boolean reads(int state, int characterClass) {
    return readsClass[state][characterClass];
  }
}
