package vn.lachan.backup.signature;

import java.nio.file.Path;

/** Something in a trust folder that was refused; what is wrong with which line of which file. */
public record TrustProblem(Path file, int line, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}
