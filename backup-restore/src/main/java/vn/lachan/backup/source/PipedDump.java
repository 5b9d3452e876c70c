package vn.lachan.backup.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a thread of its own writes, to be read here. The end is only reached when the writer ended
 * well; else reading fails.
 */
final class PipedDump extends FilterInputStream {

  /** Writes a dump. */
  interface Writer {
    void write(OutputStream to) throws IOException;
  }

  private static final int BUFFER = 1 << 16;

  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread thread;

  private PipedDump(PipedInputStream in, PipedOutputStream out, Writer writer) {
    super(in);
    this.thread =
        Thread.ofPlatform().daemon().name("platform-dump").start(() -> write(out, writer));
  }

  static InputStream of(Writer writer) throws IOException {
    PipedInputStream in = new PipedInputStream(BUFFER);
    return new PipedDump(in, new PipedOutputStream(in), writer);
  }

  private void write(OutputStream out, Writer writer) {
    try (out) {
      writer.write(out);
    } catch (Exception e) { // the outermost loop of this thread: the reader is told
      failure.set(e);
    }
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read < 0) {
      requireGoodEnd();
    }
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read < 0) {
      requireGoodEnd();
    }
    return read;
  }

  private void requireGoodEnd() throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("bị dừng giữa chừng", e);
    }
    Exception problem = failure.get();
    if (problem != null) {
      throw new IOException(String.valueOf(problem.getMessage()), problem);
    }
  }
}
