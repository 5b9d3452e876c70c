package vn.lachan.backup.signature.seal;

import vn.lachan.backup.signature.SignatureException;

/** No time-stamp can be had; the signature itself could be made. */
public final class TimestampException extends SignatureException {
  private static final long serialVersionUID = 1L;

  TimestampException(SignatureException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
