package vn.lachan.playbooks.signature;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one signature of a playbook.
 *
 * @param path where it stands, as JSON pointer
 * @param signee who signed, as the signature itself says
 * @param key SHA-256 of the public key (its SubjectPublicKeyInfo) in hexadecimal; empty when the
 *     key is not known
 * @param match how the value fits the playbook
 * @param dialect what exactly was signed; null when nothing matched
 * @param standing whether it is in force at the moment that was asked for
 * @param validUntil as the signature says; null for no end
 * @param counter whether it signs another signature, and the playbook through it
 */
public record SignatureCheck(
    String path,
    String id,
    String signee,
    String algorithm,
    String key,
    Match match,
    @Nullable Dialect dialect,
    Standing standing,
    @Nullable Instant validUntil,
    boolean counter) {

  /** What exactly was signed; tried in this order. */
  public enum Dialect {
    /** The hexadecimal digest of the canonical form, value in base64url (the OASIS example). */
    OASIS,
    /** The same without empty members, value in hexadecimal (CACAO Roaster). */
    ROASTER,
    /** The canonical form itself, value in base64url. */
    PLAIN
  }

  /** How the value fits the playbook. */
  public enum Match {
    MATCHES("chữ ký đúng"),
    ALTERED("chữ ký không khớp: kịch bản hoặc chữ ký đã bị thay đổi"),
    NO_KEY("không có khóa công khai để kiểm tra"),
    UNKNOWN_ALGORITHM("thuật toán ký không được hỗ trợ");

    private final String vietnamese;

    Match(String vietnamese) {
      this.vietnamese = vietnamese;
    }

    public String vietnamese() {
      return vietnamese;
    }
  }

  /** Whether a signature is in force. */
  public enum Standing {
    IN_FORCE("còn hiệu lực"),
    REVOKED("đã bị thu hồi"),
    NOT_YET("chưa có hiệu lực"),
    EXPIRED("đã hết hiệu lực"),
    OTHER_PLAYBOOK("dành cho kịch bản hoặc phiên bản khác");

    private final String vietnamese;

    Standing(String vietnamese) {
      this.vietnamese = vietnamese;
    }

    public String vietnamese() {
      return vietnamese;
    }
  }

  /** Whether it proves that the owner of its key stands behind this playbook now. */
  public boolean isGood() {
    return match == Match.MATCHES && standing == Standing.IN_FORCE;
  }
}
