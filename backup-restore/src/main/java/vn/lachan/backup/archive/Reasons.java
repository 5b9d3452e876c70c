package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The file system's complaint without the path, which stands beside it already. */
public final class Reasons {

  private Reasons() {}

  public static String of(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "access denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file";
    }
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    String words = failure.getMessage();
    return failure.getClass() == IOException.class && words != null
        ? words // such as "No space left on device", without a path
        : failure.getClass().getSimpleName();
  }
}
