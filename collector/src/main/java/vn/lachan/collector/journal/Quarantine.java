package vn.lachan.collector.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps and counts damaged pieces of segments, so that a person can look at them after the segment
 * is gone. A piece is reported once, however many readers meet it.
 */
final class Quarantine {
  private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
  private static final long LARGEST = 64L << 20;

  private final Path folder;
  private final Set<String> reported = new HashSet<>();
  private long damages;
  private long bytes;

  Quarantine(Path folder) {
    this.folder = folder;
  }

  /** Copies bytes {@code from} to {@code to} of a segment aside and reports them. */
  synchronized void add(RandomAccessFile segment, long number, long from, long to, String what) {
    String name = number + "-" + from + "-" + to + ".bad";
    if (!reported.add(name)) {
      return;
    }
    damages++;
    bytes += to - from;
    log.error(
        "journal: {} in segment {}, bytes {} to {}; kept as {}", what, number, from, to, name);
    Path target = folder.resolve(name);
    if (Files.exists(target) || to - from > LARGEST) {
      return;
    }
    try {
      Files.createDirectories(folder);
      byte[] piece = new byte[(int) (to - from)];
      segment.seek(from);
      segment.readFully(piece);
      Files.write(target, piece);
    } catch (IOException e) {
      log.error("journal: cannot keep {}: {}", target, e.toString());
    }
  }

  synchronized long damages() {
    return damages;
  }

  synchronized long bytes() {
    return bytes;
  }
}
