package vn.lachan.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the journal asks of the file system. The seam where tests put a disk that is full. */
interface Disk {

  /** Makes a new file for writing. */
  SegmentWriter create(Path file) throws IOException;

  /** Bytes of the file system that are free for us. */
  long freeBytes(Path folder) throws IOException;

  /** The file system of this machine. */
  Disk REAL =
      new Disk() {
        @Override
        public SegmentWriter create(Path file) throws IOException {
          FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          return new ChannelWriter(channel);
        }

        @Override
        public long freeBytes(Path folder) throws IOException {
          return Files.getFileStore(folder).getUsableSpace();
        }
      };

  private static Logger logger() {
    return LoggerFactory.getLogger(Disk.class);
  }

  /** Closes what may be open already. */
  static void closeQuietly(@Nullable SegmentWriter writer) {
    if (writer != null) {
      try {
        writer.close();
      } catch (IOException e) {
        logger().debug("closing a segment that failed: {}", e.toString());
      }
    }
  }

  /** Writes through a channel. */
  record ChannelWriter(FileChannel channel) implements SegmentWriter {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
