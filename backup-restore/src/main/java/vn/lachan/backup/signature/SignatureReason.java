package vn.lachan.backup.signature;

/**
 * One reason.
 *
 * @param detail what exactly, for a specialist; may be empty
 */
public record SignatureReason(ReasonCode code, String detail) {

  static SignatureReason of(ReasonCode code) {
    return new SignatureReason(code, "");
  }

  /** One line for people. */
  public String vietnamese() {
    return detail.isEmpty() ? code.vietnamese() : code.vietnamese() + " (" + detail + ")";
  }
}
