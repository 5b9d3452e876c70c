package vn.lachan.collector.dataset.step;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with holes: {@code %{name}} takes what stands up to the next literal, {@code %{name:ip}},
 * {@code :int} and {@code :word} take only such, {@code %{}} takes and forgets, {@code [[...]]} may
 * be missing, a blank stands for one or more blanks. Tries what it must, within a bound of steps,
 * so that no line can make it slow.
 */
public final class DissectPattern {
  private static final int MAX_TRIES = 2_000;

  private final Part[] parts;
  private final int names;

  /** What a hole takes. */
  private enum Kind {
    LITERAL,
    ANY,
    IP,
    INT,
    WORD,
    OPTIONAL
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(Kind kind, String text, int slot, Part[] inner) {}

  private DissectPattern(Part[] parts, int names) {
    this.parts = parts;
    this.names = names;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when it is none, with the reason
   */
  public static DissectPattern of(String text, Layout layout) {
    Reader reader = new Reader(text, layout);
    Part[] parts = reader.parts(false);
    return new DissectPattern(parts, layout.size());
  }

  /** Whether it is all of {@code text}; only then the values are set. */
  boolean match(String text, Slots slots) {
    Part first = parts.length == 0 ? null : parts[0];
    if (first != null && first.kind == Kind.LITERAL && !startsWith(text, first.text)) {
      return false;
    }
    Run run = new Run(text, names);
    if (!run.match(new Chain(parts, 0, null), 0)) {
      return false;
    }
    for (int i = 0; i < run.count; i++) {
      slots.put(run.slots[i], text.substring(run.from[i], run.to[i]).strip());
    }
    return true;
  }

  private static boolean startsWith(String text, String literal) {
    char c = literal.charAt(0);
    return c == ' ' || (!text.isEmpty() && text.charAt(0) == c);
  }

  /** The parts still to come, also those after an optional group. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chain(Part[] parts, int at, @Nullable Chain after) {
    @Nullable Chain next() {
      Chain chain = new Chain(parts, at + 1, after);
      return chain.normal();
    }

    @Nullable Chain normal() {
      Chain chain = this;
      while (chain != null && chain.at >= chain.parts.length) {
        chain = chain.after;
      }
      return chain;
    }
  }

  /** One try of a pattern on a text. */
  private static final class Run {
    private final String text;
    private final int[] slots;
    private final int[] from;
    private final int[] to;
    private int count;
    private int tries;

    Run(String text, int names) {
      this.text = text;
      int size = Math.min(names + 8, 64);
      this.slots = new int[size];
      this.from = new int[size];
      this.to = new int[size];
    }

    boolean match(@Nullable Chain given, int position) {
      Chain chain = given == null ? null : given.normal();
      if (chain == null) {
        return blankFrom(position);
      }
      if (++tries > MAX_TRIES) {
        return false;
      }
      Part part = chain.parts[chain.at];
      return switch (part.kind) {
        case LITERAL -> {
          int end = literal(part.text, position);
          yield end >= 0 && match(chain.next(), end);
        }
        case OPTIONAL -> {
          int kept = count;
          if (match(new Chain(part.inner, 0, chain.next()), position)) {
            yield true;
          }
          count = kept;
          yield match(chain.next(), position);
        }
        case IP, INT -> {
          int end = end(part.kind, position);
          yield end > position && take(part, position, end) && match(chain.next(), end);
        }
        case ANY, WORD -> any(part, chain.next(), position);
      };
    }

    private boolean any(Part part, @Nullable Chain rest, int position) {
      int kept = count;
      boolean word = part.kind == Kind.WORD;
      if (rest == null) {
        int end = word ? wordEnd(position) : text.length();
        return (!word || end > position) && take(part, position, end) && blankFrom(end);
      }
      int limit = word ? wordEnd(position) : text.length();
      Part next = rest.parts[rest.at];
      int at = word ? position + 1 : position;
      while (at <= limit && tries <= MAX_TRIES) {
        if (next.kind == Kind.LITERAL) {
          at = text.indexOf(next.text.charAt(0), at);
          if (at < 0 || at > limit) {
            return false;
          }
        }
        count = kept;
        if (take(part, position, at) && match(rest, at)) {
          return true;
        }
        at++;
      }
      return false;
    }

    private boolean take(Part part, int start, int end) {
      if (part.slot >= 0 && count < slots.length) {
        slots[count] = part.slot;
        from[count] = start;
        to[count] = end;
        count++;
      }
      return true;
    }

    private int literal(String literal, int position) {
      int at = position;
      for (int i = 0; i < literal.length(); i++) {
        char c = literal.charAt(i);
        if (at >= text.length()) {
          return -1;
        }
        if (text.charAt(at) != c) {
          return -1;
        }
        at++;
        if (c == ' ') {
          while (at < text.length() && text.charAt(at) == ' ') {
            at++;
          }
        }
      }
      return at;
    }

    private boolean blankFrom(int position) {
      for (int i = position; i < text.length(); i++) {
        if (!Character.isWhitespace(text.charAt(i))) {
          return false;
        }
      }
      return true;
    }

    private int wordEnd(int position) {
      int at = position;
      while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return at;
    }

    private int end(Kind kind, int position) {
      int at = position;
      while (at < text.length() && fits(kind, text.charAt(at))) {
        at++;
      }
      return kind == Kind.IP ? endOfAddress(position, at) : at;
    }

    private int endOfAddress(int position, int last) {
      int at = last;
      while (at > position && endsSentence(position, at)) {
        at--;
      }
      int dot = text.indexOf('.', position);
      int colon = text.indexOf(':', position);
      if (dot >= 0 && dot < colon && colon < at) {
        at = colon; // 1.2.3.4:port
      }
      return isAddress(position, at) ? at : position;
    }

    /** Whether what stands before {@code at} is no part of an address, as {@code ::} is. */
    private boolean endsSentence(int position, int at) {
      char last = text.charAt(at - 1);
      boolean afterColon = at - 2 >= position && text.charAt(at - 2) == ':';
      boolean afterTwo = at - 3 >= position && text.charAt(at - 3) == ':';
      return last == '.' || (last == ':' && (!afterColon || afterTwo));
    }

    /** Four numbers, or groups of IPv6; not a MAC address, a number or a word. */
    private boolean isAddress(int position, int at) {
      int dots = 0;
      int colons = 0;
      boolean letters = false;
      for (int i = position; i < at; i++) {
        char c = text.charAt(i);
        dots += c == '.' ? 1 : 0;
        colons += c == ':' ? 1 : 0;
        letters |= c > '9' && c != ':';
      }
      if (colons == 0) {
        return dots == 3 && !letters;
      }
      int two = text.indexOf("::", position);
      boolean shortened = two >= 0 && two < at;
      return shortened || colons == 7 || (colons == 6 && dots == 3);
    }

    private static boolean fits(Kind kind, char c) {
      return switch (kind) {
        case INT -> c >= '0' && c <= '9';
        case IP -> c == '.' || c == ':' || Character.digit(c, 16) >= 0;
        case LITERAL, ANY, WORD, OPTIONAL -> false;
      };
    }
  }

  /** Reads the text of a pattern. */
  private static final class Reader {
    private final String text;
    private final Layout layout;
    private int at;

    Reader(String text, Layout layout) {
      this.text = text;
      this.layout = layout;
    }

    Part[] parts(boolean inGroup) {
      List<Part> parts = new ArrayList<>();
      StringBuilder literal = new StringBuilder();
      while (at < text.length()) {
        if (text.startsWith("[[", at)) {
          flush(literal, parts);
          at += 2;
          parts.add(new Part(Kind.OPTIONAL, "", -1, parts(true)));
        } else if (inGroup && text.startsWith("]]", at)) {
          at += 2;
          flush(literal, parts);
          return parts.toArray(Part[]::new);
        } else if (text.startsWith("%{", at)) {
          flush(literal, parts);
          parts.add(hole());
        } else {
          char c = text.charAt(at++);
          if (c != ' ' || literal.isEmpty() || literal.charAt(literal.length() - 1) != ' ') {
            literal.append(c);
          }
        }
      }
      if (inGroup) {
        throw new IllegalArgumentException("[[ without ]]");
      }
      flush(literal, parts);
      return parts.toArray(Part[]::new);
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
      if (!literal.isEmpty()) {
        parts.add(new Part(Kind.LITERAL, literal.toString(), -1, new Part[0]));
        literal.setLength(0);
      }
    }

    private Part hole() {
      int close = text.indexOf('}', at);
      if (close < 0) {
        throw new IllegalArgumentException("%{ without }");
      }
      String hole = text.substring(at + 2, close);
      at = close + 1;
      int colon = hole.indexOf(':');
      String name = (colon < 0 ? hole : hole.substring(0, colon)).strip();
      Kind kind =
          switch (colon < 0 ? "" : hole.substring(colon + 1).strip()) {
            case "" -> Kind.ANY;
            case "ip" -> Kind.IP;
            case "int" -> Kind.INT;
            case "word" -> Kind.WORD;
            default -> throw new IllegalArgumentException("%{" + hole + "}: ip, int or word");
          };
      return new Part(kind, "", name.isEmpty() ? -1 : layout.number(name), new Part[0]);
    }
  }
}
