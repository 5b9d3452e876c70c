package vn.lachan.app.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import vn.lachan.collector.journal.JournalPosition;

/**
 * How far the pipeline is, with the windows of the correlation rules at that place: both or
 * neither.
 *
 * <p>File: magic {@code LCP1}, segment and offset (two 8-byte integers), length (4 bytes) and bytes
 * of the detector's state, CRC32C of all before (8 bytes); big-endian. Written beside and renamed.
 *
 * @param position everything before it is stored, looked at and queued
 * @param detector the detector's own saved state
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Checkpoint(JournalPosition position, byte[] detector) {
  private static final int MAGIC = 0x4c435031;

  /** The checkpoint in {@code file}; empty when there is none or it is damaged. */
  static Optional<Checkpoint> read(Path file) {
    try {
      if (Files.notExists(file)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length < 32 || checksum(bytes, bytes.length - 8) != tail(bytes)) {
        return Optional.empty();
      }
      DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(bytes));
      if (in.readInt() != MAGIC) {
        return Optional.empty();
      }
      JournalPosition position = new JournalPosition(in.readLong(), in.readLong());
      return Optional.of(new Checkpoint(position, in.readNBytes(in.readInt())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoint " + file, e);
    }
  }

  /** Makes this the checkpoint in {@code file}, durably. */
  void write(Path file) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(detector.length + 64);
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(MAGIC);
      out.writeLong(position.segment());
      out.writeLong(position.offset());
      out.writeInt(detector.length);
      out.write(detector);
      out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the checkpoint " + file, e);
    }
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }

  private static long tail(byte[] bytes) {
    return ByteBuffer.wrap(bytes, bytes.length - 8, 8).getLong();
  }
}
