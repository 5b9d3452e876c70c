package vn.lachan.audit;

import java.io.Closeable;
import java.io.IOException;

/**
 * Appends whole blocks: a block is on the disk when {@link #append} returns, and leaves no trace
 * when it throws. Not safe for use by several threads.
 */
final class DurableFile implements Closeable {
  private final RawFile raw;
  private long length;
  private boolean dirty;

  /** Takes over {@code raw}, of which the first {@code length} bytes are good. */
  DurableFile(RawFile raw, long length) {
    this.raw = raw;
    this.length = length;
  }

  long length() {
    return length;
  }

  void append(byte[] block) throws IOException {
    if (dirty) {
      restore();
    }
    dirty = true;
    try {
      raw.write(length, block);
      raw.sync();
      length += block.length;
      dirty = false;
    } catch (IOException e) {
      try {
        restore();
      } catch (IOException stillDirty) {
        // The next append tries again before it writes.
        e.addSuppressed(stillDirty);
      }
      throw e;
    }
  }

  private void restore() throws IOException {
    raw.truncate(length);
    raw.sync();
    dirty = false;
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
