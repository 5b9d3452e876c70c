package vn.lachan.backup;

import org.jspecify.annotations.Nullable;

/** An act on a repository was not done. The message says why, in Vietnamese. */
public final class UpkeepException extends RuntimeException {

  UpkeepException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
