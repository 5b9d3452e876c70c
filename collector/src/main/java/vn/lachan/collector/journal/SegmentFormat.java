package vn.lachan.collector.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Names, header and record frames of segment files; the bytes are described in
 * docs/formats/journal.md.
 *
 * <p>The checksum of a record covers the salt of its segment, so that bytes a sender put into a
 * message are never taken for a record while a damaged place is searched.
 */
final class SegmentFormat {
  static final int HEADER_BYTES = 64;
  static final int FRAME_BYTES = 12;
  static final int RECORD_MAGIC = 0x4c43_4a52; // LCJR
  static final int GAP_MAGIC = 0x4c43_4a47; // LCJG
  static final int MAX_RECORD = 32 << 20;

  private static final int HEADER_MAGIC = 0x4c43_4a4c; // LCJL
  private static final int VERSION = 1;
  private static final int COPY_BYTES = 32;
  private static final String SUFFIX = ".segment";

  private SegmentFormat() {}

  static Path file(Path folder, long number) {
    return folder.resolve(String.format(java.util.Locale.ROOT, "%020d", number) + SUFFIX);
  }

  /** The segment files of {@code folder} by number. */
  static NavigableMap<Long, Path> list(Path folder) throws IOException {
    NavigableMap<Long, Path> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> {
        String name = file.getFileName().toString();
        if (name.matches("\\d{20}\\.segment")) {
          found.put(Long.parseLong(name.substring(0, 20)), file);
        }
      });
    }
    return found;
  }

  /**
   * What the header of a segment says.
   *
   * @param began second at which the segment was begun; empty in those of programs that did not
   *     write it
   */
  record Header(long salt, Optional<Instant> began) {}

  /** The bytes of {@code header}, as they were written. */
  static ByteBuffer header(long number, Header header) {
    return header(number, header.salt(), header.began().orElse(Instant.EPOCH));
  }

  /** The header; of {@code began} the second is kept. */
  static ByteBuffer header(long number, long salt, Instant began) {
    int second = (int) Math.clamp(began.getEpochSecond(), 0, 0xffff_ffffL);
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES);
    for (int copy = 0; copy < 2; copy++) {
      int start = buffer.position();
      buffer.putInt(HEADER_MAGIC).putInt(VERSION).putLong(number).putLong(salt).putInt(second);
      CRC32C crc = new CRC32C();
      crc.update(buffer.array(), start, COPY_BYTES - 4);
      buffer.putInt((int) crc.getValue());
    }
    return buffer.flip();
  }

  /** The salt of the segment, from the first copy of the header that is whole. */
  static OptionalLong salt(RandomAccessFile file, long number) throws IOException {
    Optional<Header> header = header(file, number);
    return header.isPresent() ? OptionalLong.of(header.get().salt()) : OptionalLong.empty();
  }

  /** The first copy of the header that is whole. */
  static Optional<Header> header(RandomAccessFile file, long number) throws IOException {
    byte[] header = new byte[HEADER_BYTES];
    if (file.length() < HEADER_BYTES) {
      return Optional.empty();
    }
    file.seek(0);
    file.readFully(header);
    for (int start = 0; start < HEADER_BYTES; start += COPY_BYTES) {
      ByteBuffer copy = ByteBuffer.wrap(header, start, COPY_BYTES);
      CRC32C crc = new CRC32C();
      crc.update(header, start, COPY_BYTES - 4);
      if (copy.getInt() == HEADER_MAGIC
          && copy.getInt() == VERSION
          && copy.getLong() == number
          && copy.getInt(start + COPY_BYTES - 4) == (int) crc.getValue()) {
        long salt = copy.getLong();
        long second = copy.getInt() & 0xffff_ffffL;
        return Optional.of(
            new Header(
                salt, second == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second))));
      }
    }
    return Optional.empty();
  }

  /** What stands at the begin of a repaired place of {@code bytes} bytes. */
  static ByteBuffer gap(long salt, long bytes) {
    int length = (int) (bytes - FRAME_BYTES);
    return ByteBuffer.allocate(FRAME_BYTES)
        .putInt(GAP_MAGIC)
        .putInt(length)
        .putInt(gapChecksum(salt, length))
        .flip();
  }

  static int gapChecksum(long salt, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(16).putLong(salt).putInt(GAP_MAGIC).putInt(length).flip());
    return (int) crc.getValue();
  }

  static int checksum(long salt, byte[] array, int offset, int length) {
    CRC32C crc = new CRC32C();
    ByteBuffer prefix = ByteBuffer.allocate(12).putLong(salt).putInt(length).flip();
    crc.update(prefix);
    crc.update(array, offset, length);
    return (int) crc.getValue();
  }
}
