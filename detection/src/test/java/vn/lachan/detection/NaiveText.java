package vn.lachan.detection;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text of a rule as a row of characters and wildcards, straight from the specification.
 *
 * @param tokens code points, {@link #ANY} or {@link #ONE}
 * @param charset of the bytes that are meant; null for the text itself
 */
record NaiveText(List<Integer> tokens, boolean cased, String charset) {
  static final int ANY = -1;
  static final int ONE = -2;
  private static final List<Integer> DASHES = List.of((int) '-', (int) '/', 0x2013, 0x2014, 0x2015);

  static NaiveText read(String written) {
    List<Integer> tokens = new ArrayList<>();
    int[] in = written.codePoints().toArray();
    for (int i = 0; i < in.length; i++) {
      boolean escapes =
          in[i] == '\\'
              && i + 1 < in.length
              && (in[i + 1] == '*' || in[i + 1] == '?' || in[i + 1] == '\\');
      if (escapes) {
        tokens.add(in[++i]);
      } else {
        tokens.add(in[i] == '*' ? Integer.valueOf(ANY) : in[i] == '?' ? ONE : in[i]);
      }
    }
    return new NaiveText(tokens, false, null);
  }

  static NaiveText plain(String text) {
    return new NaiveText(text.codePoints().boxed().toList(), false, null);
  }

  static String folded(String text) {
    int[] points = text.codePoints().map(NaiveText::fold).toArray();
    return new String(points, 0, points.length);
  }

  private static int fold(int point) {
    return Character.toLowerCase(Character.toUpperCase(point));
  }

  boolean hasWildcards() {
    return tokens.stream().anyMatch(token -> token < 0);
  }

  String literal() {
    StringBuilder text = new StringBuilder();
    tokens.stream().filter(token -> token >= 0).forEach(text::appendCodePoint);
    return text.toString();
  }

  NaiveText with(List<Integer> other) {
    return new NaiveText(other, cased, charset);
  }

  NaiveText open(boolean start, boolean end) {
    List<Integer> longer = new ArrayList<>(tokens);
    if (start) {
      longer.addFirst(ANY);
    }
    if (end) {
      longer.addLast(ANY);
    }
    return with(longer);
  }

  List<NaiveText> windash() {
    List<List<Integer>> heads = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < tokens.size(); i++) {
      boolean option =
          DASHES.contains(tokens.get(i))
              && (i == 0 || !isWord(tokens.get(i - 1)))
              && i + 1 < tokens.size()
              && isWord(tokens.get(i + 1));
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> head : heads) {
        for (Integer token : option ? DASHES : List.of(tokens.get(i))) {
          List<Integer> next = new ArrayList<>(head);
          next.add(token);
          longer.add(next);
        }
      }
      heads = longer;
    }
    return heads.stream().map(this::with).toList();
  }

  private static boolean isWord(int token) {
    if (token < 0) {
      return false;
    }
    int type = Character.getType(token);
    return Character.isLetterOrDigit(token)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.CONNECTOR_PUNCTUATION;
  }

  byte[] bytes() {
    return switch (charset == null ? "" : charset) {
      case "utf16le", "wide" -> literal().getBytes(StandardCharsets.UTF_16LE);
      case "utf16be" -> literal().getBytes(StandardCharsets.UTF_16BE);
      case "utf16" -> ("\uFEFF" + literal()).getBytes(StandardCharsets.UTF_16LE);
      default -> literal().getBytes(StandardCharsets.UTF_8);
    };
  }

  NaiveText base64() {
    return new NaiveText(plain(Base64.getEncoder().encodeToString(bytes())).tokens, cased, null);
  }

  /** What all encodings of longer texts have in common, for each of the three places. */
  List<NaiveText> base64Offsets() {
    byte[] bytes = bytes();
    List<NaiveText> result = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      StringBuilder common = new StringBuilder();
      String first = around(bytes, before, (byte) 0);
      String second = around(bytes, before, (byte) 0xff);
      for (int i = 0; i < first.length(); i++) {
        common.append(first.charAt(i) == second.charAt(i) ? first.charAt(i) : ' ');
      }
      String known = common.toString().strip();
      if (!known.isEmpty()) {
        result.add(new NaiveText(plain(known).tokens, cased, null));
      }
    }
    return result;
  }

  private static String around(byte[] bytes, int before, byte filler) {
    byte[] longer = new byte[before + bytes.length + 3];
    Arrays.fill(longer, filler);
    System.arraycopy(bytes, 0, longer, before, bytes.length);
    int known = ((before + bytes.length) * 8 + 5) / 6;
    return Base64.getEncoder().withoutPadding().encodeToString(longer).substring(0, known);
  }

  /** The text as it is looked for: for bytes, one character for each byte. */
  NaiveText laidOut() {
    if (charset == null) {
      return this;
    }
    Charset each =
        charset.equals("utf16be") ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    List<Integer> result = new ArrayList<>();
    boolean marked = !charset.equals("utf16");
    for (int token : tokens) {
      if (token < 0) {
        result.add(token);
        continue;
      }
      if (!marked) {
        result.addAll(List.of(0xff, 0xfe));
        marked = true;
      }
      for (byte part : Character.toString(token).getBytes(each)) {
        result.add(part & 0xff);
      }
    }
    if (!marked) {
      result.addAll(List.of(0xff, 0xfe));
    }
    return new NaiveText(result, cased, null);
  }

  /** Whether {@code text}, whole, fits. */
  boolean fits(String text, NaiveEvent event) {
    return fits(cased ? text : event.folded(text), segments());
  }

  /**
   * What stands between two {@code *}.
   *
   * @param literal the same as text; null when there is a {@code ?} in it
   */
  record Segment(List<Integer> points, String literal) {
    int endAt(String text, int from) {
      if (literal != null) {
        return text.startsWith(literal, from) ? from + literal.length() : -1;
      }
      int at = from;
      for (int wanted : points) {
        if (at >= text.length()) {
          return -1;
        }
        int actual = text.codePointAt(at);
        if (wanted != ONE && wanted != actual) {
          return -1;
        }
        at += Character.charCount(actual);
      }
      return at;
    }
  }

  /** The first stands at the start of a text that fits, the last at its end. */
  List<Segment> segments() {
    List<List<Integer>> points = new ArrayList<>(List.of(new ArrayList<>()));
    for (int token : tokens) {
      if (token == ANY) {
        points.add(new ArrayList<>());
      } else {
        points.getLast().add(token < 0 || cased ? token : fold(token));
      }
    }
    return points.stream()
        .map(row -> new Segment(row, row.contains(ONE) ? null : text(row)))
        .toList();
  }

  private static String text(List<Integer> points) {
    StringBuilder text = new StringBuilder();
    points.forEach(text::appendCodePoint);
    return text.toString();
  }

  static boolean fits(String text, List<Segment> segments) {
    int at = segments.getFirst().endAt(text, 0);
    if (segments.size() == 1 || at < 0) {
      return at == text.length();
    }
    for (Segment segment : segments.subList(1, segments.size() - 1)) {
      at = endOfFirst(text, at, segment, false);
      if (at < 0) {
        return false;
      }
    }
    return endOfFirst(text, at, segments.getLast(), true) >= 0;
  }

  private static int endOfFirst(String text, int from, Segment segment, boolean last) {
    if (segment.literal() != null && !last) {
      int start = text.indexOf(segment.literal(), from);
      return start < 0 ? -1 : start + segment.literal().length();
    }
    if (segment.literal() != null) {
      int start = text.length() - segment.literal().length();
      return start >= from && text.endsWith(segment.literal()) ? text.length() : -1;
    }
    for (int at = from; at <= text.length(); at++) {
      boolean second = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
      int end = second ? -1 : segment.endAt(text, at);
      if (end >= 0 && (!last || end == text.length())) {
        return end;
      }
    }
    return -1;
  }
}
