package vn.lachan.events;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A disk that is full while the switch is on: no byte more can be written. */
final class LuceneFailingDirectory extends FilterDirectory {
  private final AtomicBoolean full;

  LuceneFailingDirectory(Directory in, AtomicBoolean full) {
    super(in);
    this.full = full;
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    return failing(super.createOutput(name, context));
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    return failing(super.createTempOutput(prefix, suffix, context));
  }

  private IndexOutput failing(IndexOutput output) {
    return new FilterIndexOutput("failing " + output.getName(), output.getName(), output) {
      @Override
      public void writeByte(byte b) throws IOException {
        check();
        super.writeByte(b);
      }

      @Override
      public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
        check();
        super.writeBytes(bytes, offset, length);
      }
    };
  }

  private void check() throws IOException {
    if (full.get()) {
      throw new IOException("No space left on device");
    }
  }
}
