package vn.lachan.playbooks.signature;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file with keys cannot be used; names the file and the reason, never what is in it. */
public final class KeyFileException extends RuntimeException {
  KeyFileException(Path file, String reason, @Nullable Throwable cause) {
    super(file + ": " + reason, cause);
  }
}
