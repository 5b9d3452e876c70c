package vn.lachan.detection.match;

import java.util.List;
import java.util.stream.IntStream;
import vn.lachan.detection.sigma.TextPattern;

/** A pattern with wildcards inside, compiled. The work is at most text times pattern length. */
final class Glob {
  private static final int ANY = -1;
  private static final int ONE = -2;

  private final int[] codes;

  Glob(TextPattern pattern, boolean cased) {
    this.codes =
        pattern.tokens().stream()
            .flatMapToInt(token ->
                switch (token) {
                  case TextPattern.Literal(String text) ->
                      (cased ? text : Texts.fold(text)).chars();
                  case TextPattern.Wildcard wildcard ->
                      IntStream.of(wildcard == TextPattern.Wildcard.ANY ? ANY : ONE);
                })
            .toArray();
  }

  boolean fits(String text) {
    int at = 0;
    int code = 0;
    int afterStar = -1;
    int retry = 0;
    while (at < text.length()) {
      if (code < codes.length && codes[code] == ANY) {
        afterStar = ++code;
        retry = at;
      } else if (code < codes.length && codes[code] == ONE) {
        code++;
        at = after(text, at);
      } else if (code < codes.length && codes[code] == text.charAt(at)) {
        code++;
        at++;
      } else if (afterStar >= 0) {
        code = afterStar;
        retry = after(text, retry);
        at = retry;
      } else {
        return false;
      }
    }
    while (code < codes.length && codes[code] == ANY) {
      code++;
    }
    return code == codes.length;
  }

  /** The place behind the character at {@code at}, which may be a pair. */
  private static int after(String text, int at) {
    return at + Character.charCount(text.codePointAt(at));
  }

  /** The longest piece of literal text, which every text that fits holds. */
  static String longestLiteral(List<TextPattern.Token> tokens) {
    String longest = "";
    for (TextPattern.Token token : tokens) {
      if (token instanceof TextPattern.Literal(String text) && text.length() > longest.length()) {
        longest = text;
      }
    }
    return longest;
  }
}
