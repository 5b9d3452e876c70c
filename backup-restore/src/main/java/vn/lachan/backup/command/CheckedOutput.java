package vn.lachan.backup.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** A print stream that says when it cannot write, so that nobody reads on for a closed pipe. */
final class CheckedOutput extends OutputStream {

  private final PrintStream out;

  CheckedOutput(PrintStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    check(length >= 1 << 16);
  }

  @Override
  public void flush() throws IOException {
    check(true);
  }

  /** To ask flushes, so small writes are not asked about. */
  private void check(boolean now) throws IOException {
    if (now && out.checkError()) {
      throw new IOException("the output cannot be written");
    }
  }
}
