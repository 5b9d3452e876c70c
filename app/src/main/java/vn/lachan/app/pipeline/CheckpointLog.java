package vn.lachan.app.pipeline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.detection.StatePage;

/**
 * How far the pipeline is, with what its detector keeps at that place: both or neither.
 *
 * <p>Records are added at the end of the latest file {@code NAME.NUMBER}, where NUMBER is that of
 * the first page in it (19 digits); files without needed pages are deleted. A record: magic {@code
 * LCP2}, segment and offset of the position, number of the page, number of the first page that it
 * needs (8 bytes each), length (4) and bytes of the page, CRC32C of all before (8); big-endian.
 * What follows a record that is damaged or cut off is not read. For one thread at a time.
 */
final class CheckpointLog {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointLog.class);
  private static final int MAGIC = 0x4c435032;
  private static final int HEAD = 40;
  private static final int TAIL = 8;

  private final Path folder;
  private final String name;
  private final long fileBytes;
  private final TreeMap<Long, Path> files = new TreeMap<>();
  private long length;

  /**
   * The last checkpoint.
   *
   * @param position everything before it is stored, looked at and queued
   * @param pages the detector's state there
   */
  record Checkpoint(JournalPosition position, List<StatePage> pages) {
    Checkpoint {
      pages = List.copyOf(pages);
    }
  }

  private record Item(JournalPosition position, StatePage page) {}

  /**
   * @param file folder and first part of the names of the files
   * @param fileBytes a file that is larger is followed by a new one
   */
  CheckpointLog(Path file, long fileBytes) {
    this.folder = file.toAbsolutePath().resolveSibling("");
    this.name = file.getFileName().toString();
    this.fileBytes = fileBytes;
  }

  /** Reads what is there; empty when there is no whole checkpoint. */
  Optional<Checkpoint> read() {
    files.clear();
    length = 0;
    TreeMap<Long, Item> items = new TreeMap<>();
    try {
      Files.createDirectories(folder);
      try (Stream<Path> found = Files.list(folder)) {
        found
            .filter(file -> file.getFileName().toString().matches(name + "\\.[0-9]{19}"))
            .forEach(file -> files.put(firstPage(file), file));
      }
      for (Map.Entry<Long, Path> file : files.entrySet()) {
        items.tailMap(file.getKey()).clear();
        length = read(file.getValue(), items);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoints in " + folder, e);
    }
    return last(items);
  }

  private long firstPage(Path file) {
    return Long.parseLong(file.getFileName().toString().substring(name.length() + 1));
  }

  private static Optional<Checkpoint> last(NavigableMap<Long, Item> items) {
    for (Item item : items.descendingMap().values()) {
      StatePage page = item.page();
      List<StatePage> pages =
          items.subMap(page.neededFrom(), true, page.number(), true).values().stream()
              .map(Item::page)
              .toList();
      if (pages.size() == page.number() - page.neededFrom() + 1) {
        return Optional.of(new Checkpoint(item.position(), pages));
      }
    }
    return Optional.empty();
  }

  /** Reads the whole records of a file; returns where they end. */
  private static long read(Path file, NavigableMap<Long, Item> items) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = 0;
    while (at + HEAD + TAIL <= bytes.length) {
      ByteBuffer head = ByteBuffer.wrap(bytes, at, HEAD);
      int size = head.getInt(at + HEAD - 4);
      if (head.getInt(at) != MAGIC
          || size < 0
          || size > bytes.length - at - HEAD - TAIL
          || checksum(bytes, at, HEAD + size) != ByteBuffer.wrap(bytes).getLong(at + HEAD + size)) {
        break;
      }
      Item item = item(new DataInputStream(new ByteArrayInputStream(bytes, at, HEAD + size)));
      items.tailMap(item.page().number()).clear();
      items.put(item.page().number(), item);
      StatePage page = item.page();
      items.headMap(page.neededFrom()).clear();
      at += HEAD + size + TAIL;
    }
    if (at < bytes.length) {
      LOG.warn("{} bytes at the end of {} are no whole checkpoint", bytes.length - at, file);
    }
    return at;
  }

  private static Item item(DataInputStream in) throws IOException {
    in.readInt();
    JournalPosition position = new JournalPosition(in.readLong(), in.readLong());
    long number = in.readLong();
    long needed = in.readLong();
    return new Item(position, new StatePage(number, needed, in.readNBytes(in.readInt())));
  }

  /** Adds a checkpoint, durably; when it fails nothing is added, and it may be tried again. */
  void append(JournalPosition position, StatePage page) {
    try {
      byte[] record = record(position, page);
      Map.Entry<Long, Path> latest = files.lastEntry();
      boolean fresh = latest == null || length > fileBytes;
      Path file = fresh ? fileFrom(page.number()) : latest.getValue();
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        long from = fresh ? 0 : length;
        channel.truncate(from);
        ByteBuffer buffer = ByteBuffer.wrap(record);
        for (long at = from; buffer.hasRemaining(); ) {
          at += channel.write(buffer, at);
        }
        channel.force(true);
        length = from + record.length;
      }
      if (fresh) {
        files.put(page.number(), file);
        forceFolder();
      }
      deleteBefore(page.neededFrom());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a checkpoint to " + folder, e);
    }
  }

  private Path fileFrom(long page) {
    return folder.resolve(String.format(Locale.ROOT, "%s.%019d", name, page));
  }

  private static byte[] record(JournalPosition position, StatePage page) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(page.bytes().length + HEAD + TAIL);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeLong(position.segment());
    out.writeLong(position.offset());
    out.writeLong(page.number());
    out.writeLong(page.neededFrom());
    out.writeInt(page.bytes().length);
    out.write(page.bytes());
    out.writeLong(checksum(bytes.toByteArray(), 0, bytes.size()));
    return bytes.toByteArray();
  }

  private void forceFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Deletes files whose pages all come before {@code page}. */
  private void deleteBefore(long page) throws IOException {
    List<Long> numbers = new ArrayList<>(files.keySet());
    for (int i = 0; i + 1 < numbers.size() && numbers.get(i + 1) <= page; i++) {
      Files.deleteIfExists(files.get(numbers.get(i)));
      files.remove(numbers.get(i));
    }
  }

  private static long checksum(byte[] bytes, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, length);
    return sum.getValue();
  }
}
