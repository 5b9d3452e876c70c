package vn.lachan.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** The few things done to a file that only grows. A test puts a full disk in its place. */
interface RawFile extends Closeable {

  /** Opens the files of a trail. */
  interface Opener {
    RawFile open(Path file) throws IOException;
  }

  void write(long position, byte[] bytes) throws IOException;

  /** Returns only when everything written is on the disk. */
  void sync() throws IOException;

  void truncate(long length) throws IOException;

  /**
   * A file of the operating system. {@link RandomAccessFile} and not a channel, because a channel
   * closes itself when a thread that uses it is interrupted.
   */
  static RawFile onDisk(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    return new RawFile() {
      @Override
      public void write(long position, byte[] bytes) throws IOException {
        file.seek(position);
        file.write(bytes);
      }

      @Override
      public void sync() throws IOException {
        file.getFD().sync();
      }

      @Override
      public void truncate(long length) throws IOException {
        file.setLength(length);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
