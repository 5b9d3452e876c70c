package vn.lachan.playbooks;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the beginning of what is written and drops the rest. Safe for use by several threads. */
final class BoundedOutput extends OutputStream {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final int limit;
  private boolean cut;

  BoundedOutput(int limit) {
    this.limit = limit;
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int fits = Math.min(length, limit - kept.size());
    kept.write(bytes, offset, fits);
    cut |= fits < length;
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8) + (cut ? "\n(cắt ở " + limit + " byte)" : "");
  }
}
