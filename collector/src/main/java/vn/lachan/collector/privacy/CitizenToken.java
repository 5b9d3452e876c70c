package vn.lachan.collector.privacy;

import java.util.Optional;

/**
 * What stands in the place of a citizen number in a raw line:
 *
 * <pre>cccd!008*****1234!&lt;22 characters id hash&gt;!&lt;22 characters block tag&gt;!199x</pre>
 *
 * <p>Only letters, digits and {@code ! * - _}: the same inside a JSON string, a URL and syslog
 * structured data. An identity card of the old kind (nine digits) starts with {@code cmnd} and ends
 * with {@code !-}.
 *
 * @param masked what people may see of the number, {@code 008*****1234}
 * @param hash keyed hash of the whole number, 22 characters of base64url
 * @param block keyed hash of all but the last three digits
 * @param decade decade of birth, {@code 199x}; empty when the number does not hold it
 */
public record CitizenToken(String masked, String hash, String block, String decade) {
  static final String CITIZEN = "cccd!";
  static final String OLD_CARD = "cmnd!";
  static final int HASH_LENGTH = 22;
  private static final int SHORTEST = CITIZEN.length() + 8 + 2 * (HASH_LENGTH + 1) + 2;

  /** The first token in {@code text}, if there is one. */
  public static Optional<CitizenToken> find(String text) {
    int from = 0;
    while (true) {
      int mark = text.indexOf('!', from);
      if (mark < 0) {
        return Optional.empty();
      }
      int start = mark - CITIZEN.length() + 1;
      if (start >= 0
          && (text.startsWith(CITIZEN, start) || text.startsWith(OLD_CARD, start))
          && text.length() - start >= SHORTEST) {
        Optional<CitizenToken> token = parse(text, mark + 1);
        if (token.isPresent()) {
          return token;
        }
      }
      from = mark + 1;
    }
  }

  private static Optional<CitizenToken> parse(String text, int from) {
    int maskEnd = text.indexOf('!', from);
    int hashEnd = maskEnd + 1 + HASH_LENGTH;
    int blockEnd = hashEnd + 1 + HASH_LENGTH;
    if (maskEnd < 0
        || maskEnd - from > 12
        || blockEnd >= text.length()
        || text.charAt(hashEnd) != '!'
        || text.charAt(blockEnd) != '!') {
      return Optional.empty();
    }
    boolean hasDecade = text.length() >= blockEnd + 5 && text.charAt(blockEnd + 4) == 'x';
    return Optional.of(
        new CitizenToken(
            text.substring(from, maskEnd),
            text.substring(maskEnd + 1, hashEnd),
            text.substring(hashEnd + 1, blockEnd),
            hasDecade ? text.substring(blockEnd + 1, blockEnd + 5) : ""));
  }

  /** Code of the province of birth registration; empty for cards of the old kind. */
  public String province() {
    return masked.length() == 12 ? masked.substring(0, 3) : "";
  }

  /** The token as it stands in a line. */
  public String text() {
    return (masked.length() == 12 ? CITIZEN : OLD_CARD)
        + masked
        + '!'
        + hash
        + '!'
        + block
        + '!'
        + (decade.isEmpty() ? "-" : decade);
  }
}
