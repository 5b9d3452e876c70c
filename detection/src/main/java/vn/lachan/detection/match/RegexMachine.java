package vn.lachan.detection.match;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a regular expression is found in a text, in one step a character: the sets of
 * states that a {@link RegexProgram} comes to are numbered when they are first met, and so are the
 * ways between them. A text that leads to too many new ones is left to RE2, so that the work stays
 * linear in the length of any text and what is kept stays bounded. For one thread.
 */
final class RegexMachine {
  private static final int UNKNOWN = 0;
  private static final int FOUND = 1;
  private static final int NOTHING = 2;
  private static final int FIRST = 3;
  private static final int MOST_STATES = 600;
  private static final int MOST_NEW_IN_A_TEXT = 300;

  private final RegexProgram program;
  private final int[] lowClasses;
  private final int stride;
  private final Map<StateSet, Integer> numbers = new HashMap<>();
  private final List<int[]> sets = new ArrayList<>();
  private final List<Boolean> foundAtEnd = new ArrayList<>();
  private int[] ways;
  private final boolean[] present;
  private final int[] pending;
  private boolean foundAtOnce;
  private int made;
  private long givenUp;

  private record StateSet(List<Integer> states) {}

  private RegexMachine(RegexProgram program) {
    this.program = program;
    this.lowClasses = program.lowClasses();
    this.stride = program.classes();
    this.present = new boolean[program.size()];
    this.pending = new int[program.size()];
    this.ways = new int[0];
    forget();
  }

  /** The machine for {@code pattern}, or null when RE2 has to do it. */
  static @Nullable RegexMachine of(Pattern pattern) {
    RegexTree tree = RegexReader.read(pattern);
    RegexProgram program = tree == null ? null : RegexProgram.of(tree);
    return program == null ? null : new RegexMachine(program);
  }

  /** The answer of a search. */
  enum Answer {
    FOUND,
    NOT_FOUND,
    /** The text leads to too many states. */
    UNKNOWN
  }

  Answer search(String text) {
    made = 0;
    if (numbers.size() > MOST_STATES) {
      forget();
    }
    int state = FIRST;
    if (foundAtOnce) {
      return Answer.FOUND;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int characterClass;
      if (c < CodePoints.FIRST_OTHER) {
        characterClass = lowClasses[c];
      } else {
        int codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint) - 1;
        characterClass = program.otherClass(codePoint);
      }
      int way = state * stride + characterClass;
      state = ways[way];
      if (state < FIRST) {
        if (state == UNKNOWN) {
          state = follow(way / stride, characterClass);
          if (made > MOST_NEW_IN_A_TEXT) {
            givenUp++;
            return Answer.UNKNOWN;
          }
        }
        if (state == FOUND) {
          return Answer.FOUND;
        }
        if (state == NOTHING) {
          return Answer.NOT_FOUND;
        }
      }
    }
    return foundAtEnd.get(state) ? Answer.FOUND : Answer.NOT_FOUND;
  }

  /** How many texts were left to RE2. */
  long givenUp() {
    return givenUp;
  }

  /** Begins anew with the state before the first character. */
  private void forget() {
    numbers.clear();
    sets.clear();
    foundAtEnd.clear();
    ways = new int[16 * stride];
    for (int i = 0; i < FIRST; i++) {
      sets.add(new int[0]);
      foundAtEnd.add(i == FOUND);
    }
    Arrays.fill(present, false);
    foundAtOnce = reach(program.start(), true, false);
    number(foundAtOnce);
  }

  /** Where a class of characters leads from a state; remembered. */
  private int follow(int from, int characterClass) {
    Arrays.fill(present, false);
    boolean found = false;
    for (int state : sets.get(from)) {
      if (program.reads(state, characterClass)) {
        found |= reach(program.next(state)[0], false, false);
      }
    }
    found |= reach(program.start(), false, false);
    int to = found ? FOUND : number(false);
    ways[from * stride + characterClass] = to;
    return to;
  }

  /** Adds what can be reached without a character; whether the end of the expression can. */
  private boolean reach(int from, boolean atBegin, boolean atEnd) {
    boolean found = false;
    int count = 0;
    if (!present[from]) {
      present[from] = true;
      pending[count++] = from;
    }
    while (count > 0) {
      int state = pending[--count];
      boolean open =
          switch (program.kind(state)) {
            case MATCH -> {
              found = true;
              yield false;
            }
            case READ -> false;
            case FORK -> true;
            case BEGIN -> atBegin;
            case END -> atEnd;
          };
      if (open) {
        for (int next : program.next(state)) {
          if (!present[next]) {
            present[next] = true;
            pending[count++] = next;
          }
        }
      }
    }
    return found;
  }

  /** The number of the set of states that are present. */
  private int number(boolean found) {
    List<Integer> states = new ArrayList<>();
    for (int state = 0; state < present.length; state++) {
      RegexProgram.Kind kind = program.kind(state);
      if (present[state] && (kind == RegexProgram.Kind.READ || kind == RegexProgram.Kind.END)) {
        states.add(state);
      }
    }
    boolean first = sets.size() == FIRST;
    if (states.isEmpty() && !first) {
      return NOTHING;
    }
    StateSet key = new StateSet(states);
    Integer known = first ? null : numbers.get(key);
    if (known != null) {
      return known;
    }
    made++;
    int number = sets.size();
    int[] set = states.stream().mapToInt(Integer::intValue).toArray();
    sets.add(set);
    foundAtEnd.add(found || endsIn(set, first));
    if ((number + 1) * stride > ways.length) {
      ways = Arrays.copyOf(ways, 2 * ways.length);
    }
    if (!first) {
      numbers.put(key, number);
    }
    return number;
  }

  /** Whether the text may end in one of these states. */
  private boolean endsIn(int[] set, boolean atBegin) {
    Arrays.fill(present, false);
    boolean found = false;
    for (int state : set) {
      if (program.kind(state) == RegexProgram.Kind.END) {
        found |= reach(program.next(state)[0], atBegin, true);
      }
    }
    return found;
  }
}
