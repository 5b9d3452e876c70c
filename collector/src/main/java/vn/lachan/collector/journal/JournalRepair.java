package vn.lachan.collector.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Repairs a journal that no process has open, so that {@code check} finds nothing damaged
 * afterwards. Every whole record stays where it is: positions of readers keep their meaning. What
 * was damaged is kept in {@code quarantine}, then marked as a gap; torn ends are cut off.
 *
 * <p>Doing it twice, or again after a crash in the middle, changes nothing more.
 */
final class JournalRepair {
  private final Path folder;
  private final Path kept;
  private final Quarantine quarantine;
  private final PrintStream out;
  private int repairs;

  JournalRepair(Path folder, PrintStream out) {
    this.folder = folder;
    this.kept = folder.resolve("quarantine");
    this.quarantine = new Quarantine(kept);
    this.out = out;
  }

  /**
   * Repairs; prints a line for each repair.
   *
   * @return how many there were
   * @throws JournalException when a process has the journal open
   */
  int run() throws IOException {
    try (FileChannel _ = Journal.lock(folder)) {
      NavigableMap<Long, Path> files = SegmentFormat.list(folder);
      for (Map.Entry<Long, Path> file : files.entrySet()) {
        segment(file.getValue(), file.getKey());
      }
      readers(folder.resolve("readers"));
    }
    return repairs;
  }

  private void segment(Path path, long number) throws IOException {
    Optional<SegmentFormat.Header> header;
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      header = SegmentFormat.header(file, number);
      if (header.isPresent()) {
        header(file, number, header.get());
        records(file, number, header.get().salt());
        file.getFD().sync();
        return;
      }
    }
    Files.createDirectories(kept);
    Files.move(path, kept.resolve(path.getFileName() + ".bad"));
    keepNumber(number);
    done(number, "no readable header; the whole file is in quarantine now");
  }

  /** The number of a segment that is gone is never used again. */
  private void keepNumber(long number) throws IOException {
    Path file = folder.resolve(Segments.LAST);
    JournalPosition known = PositionText.read(file).orElse(PositionText.START);
    if (known.segment() < number) {
      PositionText.write(file, new JournalPosition(number, 0));
    }
  }

  private void header(RandomAccessFile file, long number, SegmentFormat.Header header)
      throws IOException {
    byte[] right = SegmentFormat.header(number, header).array();
    byte[] there = new byte[right.length];
    file.seek(0);
    file.readFully(there);
    if (!java.util.Arrays.equals(right, there)) {
      file.seek(0);
      file.write(right);
      done(number, "header written again from its other copy");
    }
  }

  private void records(RandomAccessFile file, long number, long salt) throws IOException {
    SegmentScanner scanner = new SegmentScanner(file, salt);
    long end = file.length();
    long position = SegmentFormat.HEADER_BYTES;
    while (position < end) {
      switch (scanner.next(position, end)) {
        case SegmentScanner.Whole whole -> position = whole.next();
        case SegmentScanner.Damaged(long from, long to) -> {
          quarantine.add(file, number, from, to, "damaged record");
          if (to == end) {
            file.setLength(from);
            done(number, "torn end cut off, " + (to - from) + " bytes");
          } else {
            file.seek(from);
            file.write(SegmentFormat.gap(salt, to - from).array());
            done(number, "bytes " + from + " to " + to + " marked as a gap");
          }
          position = to;
        }
        case SegmentScanner.End _ -> position = end;
      }
    }
  }

  /** A position that cannot be read is one at the oldest record; readers see that again. */
  private void readers(Path positions) throws IOException {
    if (!Files.isDirectory(positions)) {
      return;
    }
    try (Stream<Path> found = Files.list(positions)) {
      List<Path> files =
          found.filter(file -> file.toString().endsWith(".position")).sorted().toList();
      for (Path file : files) {
        if (PositionText.read(file).isEmpty()) {
          PositionText.write(file, PositionText.START);
          repairs++;
          out.printf("%s: unreadable; set to the oldest record%n", file.getFileName());
        }
      }
    }
  }

  private void done(long number, String what) {
    repairs++;
    out.printf("segment %d: %s%n", number, what);
  }
}
