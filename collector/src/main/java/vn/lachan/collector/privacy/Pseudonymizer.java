package vn.lachan.collector.privacy;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces citizen numbers and other identifying values by keyed hashes (HMAC-SHA-256 cut to 128
 * bits). The same value gives the same hash under the same key, so that events about one person can
 * be brought together without knowing who it is.
 *
 * <p>Safe for use by several threads.
 */
public final class Pseudonymizer {
  private static final int HASH_BYTES = 16;

  private final Mac prototype;

  public Pseudonymizer(PseudonymKey key) {
    try {
      this.prototype = Mac.getInstance("HmacSHA256");
      this.prototype.init(new SecretKeySpec(key.secret(), "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /**
   * The line with every citizen number replaced by a {@link CitizenToken}; the same array when
   * there is none. Done twice it changes nothing more.
   *
   * <p>Found are runs of exactly twelve digits that begin with a province code (001 to 096), also
   * after letters, an underscore or an escape such as {@code %22}; not decimal fractions and not
   * pieces of hexadecimal digests and UUIDs. In {@code "so_dinh_danh"} nine to eleven digits are
   * replaced as well. A number that stands as a JSON number becomes a JSON string.
   */
  public byte[] replaceCitizenNumbers(byte[] line) {
    return new CitizenNumbers(this, line).replaced();
  }

  /**
   * The token of a number of nine digits (old identity card) to twelve digits; of less than twelve
   * the leading zeros are taken to be lost unless it has nine. Empty when it is no such number.
   * Blanks, dots and hyphens between the digits do not matter.
   */
  public Optional<CitizenToken> token(String number) {
    StringBuilder digits = new StringBuilder(12);
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      } else if (c != ' ' && c != '.' && c != '-') {
        return Optional.empty();
      }
    }
    return switch (digits.length()) {
      case 9 -> Optional.of(oldCard(digits.toString()));
      case 10 -> Optional.of(citizen("00" + digits));
      case 11 -> Optional.of(citizen("0" + digits));
      case 12 -> Optional.of(citizen(digits.toString()));
      default -> Optional.empty();
    };
  }

  private CitizenToken citizen(String digits) {
    char century = digits.charAt(3);
    String decade =
        century > '9' || century < '0'
            ? ""
            : Integer.toString(19 + (century - '0') / 2) + digits.charAt(4) + 'x';
    return new CitizenToken(
        digits.substring(0, 3) + "*****" + digits.substring(8),
        mac("subject", digits),
        mac("block", digits.substring(0, 9)),
        decade);
  }

  private CitizenToken oldCard(String digits) {
    return new CitizenToken(
        digits.substring(0, 2) + "****" + digits.substring(6),
        mac("subject", digits),
        mac("block", digits.substring(0, 6)),
        "");
  }

  /**
   * {@code hmac:} and 22 characters for {@code value}.
   *
   * @param purpose what the value is, for example {@code session}: equal values of different
   *     purposes get different hashes
   */
  public String hash(String purpose, String value) {
    return "hmac:" + mac(purpose, value);
  }

  private String mac(String purpose, String value) {
    try {
      Mac mac = (Mac) prototype.clone();
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(hash, HASH_BYTES));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the HMAC of the platform can be copied", e);
    }
  }
}
