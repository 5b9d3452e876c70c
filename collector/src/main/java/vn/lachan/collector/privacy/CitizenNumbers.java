package vn.lachan.collector.privacy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the citizen numbers of one line. Looks only at every ninth byte until it meets a digit, so
 * that a line without long numbers costs almost nothing.
 */
final class CitizenNumbers {
  private static final int SHORTEST = 9;
  private static final int LENGTH = 12;
  private static final int LAST_PROVINCE = 96;
  private static final int SHORTEST_DIGEST = 20;
  private static final byte[] KEY = "\"so_dinh_danh\"".getBytes(StandardCharsets.US_ASCII);

  private final Pseudonymizer pseudonymizer;
  private final byte[] line;
  private @Nullable ByteArrayOutputStream out;
  private int copied;
  private int quotesScanned = -1;
  private boolean inString;

  CitizenNumbers(Pseudonymizer pseudonymizer, byte[] line) {
    this.pseudonymizer = pseudonymizer;
    this.line = line;
  }

  byte[] replaced() {
    int i = SHORTEST - 1;
    while (i < line.length) {
      if (!isDigit(line[i])) {
        i += SHORTEST;
        continue;
      }
      int start = i;
      while (start > 0 && isDigit(line[start - 1])) {
        start--;
      }
      int end = i + 1;
      while (end < line.length && isDigit(line[end])) {
        end++;
      }
      if (end - start >= SHORTEST) {
        run(start, end);
      }
      i = end + SHORTEST;
    }
    if (out == null) {
      return line;
    }
    out.write(line, copied, line.length - copied);
    return out.toByteArray();
  }

  private void run(int start, int end) {
    int afterEscape = end - start == LENGTH ? start : afterEscape(start);
    if (end - afterEscape == LENGTH) {
      if (isCitizenNumber(afterEscape, end)) {
        replace(afterEscape, end);
      }
    } else if (end - start < LENGTH && isValueOfKey(start)) {
      replace(start, end);
    }
  }

  private boolean isCitizenNumber(int start, int end) {
    int province =
        (line[start] - '0') * 100 + (line[start + 1] - '0') * 10 + (line[start + 2] - '0');
    return province >= 1
        && province <= LAST_PROVINCE
        && !isFraction(start, end)
        && !isDigest(start, end)
        && !isEndOfUuid(start)
        && !new DeviceNumbers(line).holds(start, end);
  }

  /** Where the digits start that are not part of {@code %22}, {@code \x22} or {@code \u00e1}. */
  private int afterEscape(int start) {
    for (int back = 1; back <= 2; back++) {
      if (start >= back
          && (at(start - back) == '%' || (at(start - back) == 'x' && at(start - back - 1) == '\\'))
          && areHex(start - back + 1, start)) {
        return start - back + 3;
      }
    }
    for (int back = 1; back <= 4; back++) {
      if (at(start - back) == 'u'
          && at(start - back - 1) == '\\'
          && areHex(start - back + 1, start)) {
        return start - back + 5;
      }
    }
    return start;
  }

  private boolean areHex(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isHex(at(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isFraction(int start, int end) {
    return (at(start - 1) == '.' && isDigit(at(start - 2)))
        || (at(end) == '.' && isDigit(at(end + 1)));
  }

  private boolean isDigest(int start, int end) {
    int from = start;
    while (isHex(at(from - 1))) {
      from--;
    }
    int to = end;
    while (isHex(at(to))) {
      to++;
    }
    return to - from >= SHORTEST_DIGEST && !isWord(at(from - 1)) && !isWord(at(to));
  }

  private boolean isEndOfUuid(int start) {
    return at(start - 1) == '-'
        && at(start - 6) == '-'
        && at(start - 11) == '-'
        && at(start - 16) == '-'
        && areHex(start - 5, start - 1)
        && areHex(start - 24, start - 16);
  }

  private boolean isValueOfKey(int start) {
    int i = start - 1;
    if (at(i) == '"') {
      i--;
    }
    while (at(i) == ' ') {
      i--;
    }
    if (at(i) != ':') {
      return false;
    }
    i--;
    while (at(i) == ' ') {
      i--;
    }
    int from = i - KEY.length + 1;
    return from >= 0 && java.util.Arrays.equals(line, from, i + 1, KEY, 0, KEY.length);
  }

  private void replace(int start, int end) {
    String digits = new String(line, start, end - start, StandardCharsets.US_ASCII);
    Optional<CitizenToken> token = pseudonymizer.token(digits);
    if (token.isEmpty()) {
      return;
    }
    ByteArrayOutputStream target = out;
    if (target == null) {
      target = new ByteArrayOutputStream(line.length + 96);
      out = target;
    }
    target.write(line, copied, start - copied);
    boolean quote = isJsonNumber(start, end);
    String text = quote ? '"' + token.get().text() + '"' : token.get().text();
    target.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    copied = end;
  }

  /** Whether the digits stand where JSON wants a value, outside of a string. */
  private boolean isJsonNumber(int start, int end) {
    int before = start - 1;
    while (at(before) == ' ' || at(before) == '\t') {
      before--;
    }
    int after = end;
    while (at(after) == ' ' || at(after) == '\t') {
      after++;
    }
    boolean value =
        (at(before) == ':' || at(before) == ',' || at(before) == '[')
            && (at(after) == ',' || at(after) == '}' || at(after) == ']');
    return value && isOutsideString(start);
  }

  private boolean isOutsideString(int position) {
    int i = quotesScanned;
    if (i < 0) {
      i = 0;
      while (i < position && line[i] != '{') {
        i++;
      }
      if (i == position) {
        return false; // no object has begun: this is not JSON
      }
    }
    while (i < position) {
      if (line[i] == '\\' && inString) {
        i++;
      } else if (line[i] == '"') {
        inString = !inString;
      }
      i++;
    }
    quotesScanned = i;
    return !inString;
  }

  private byte at(int index) {
    return index >= 0 && index < line.length ? line[index] : 0;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isHex(byte b) {
    return isDigit(b) || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
  }

  private static boolean isWord(byte b) {
    return isDigit(b) || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
