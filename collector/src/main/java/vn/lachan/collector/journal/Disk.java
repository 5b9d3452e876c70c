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

  /** Makes names in {@code folder} durable, where the file system allows to ask for it. */
  static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      logger().debug("cannot sync folder {}: {}", folder, e.toString());
    }
  }

  /**
   * Puts {@code text} into {@code file} so that a crash leaves either the old or the new content.
   */
  static void replace(Path file, byte[] text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(text);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(
        draft,
        file,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    syncFolder(folder);
  }

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
