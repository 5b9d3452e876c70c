package vn.lachan.detection.evtx;

/**
 * Bytes that mean nothing. Never leaves the package: whoever reads a record turns it into an {@link
 * EvtxItem.Damage}.
 */
final class DamagedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DamagedException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
