package vn.lachan.collector.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far each reader is. A position is durable before the segments it frees are deleted. Guarded
 * by its own monitor.
 */
final class Readers {
  private static final Logger log = LoggerFactory.getLogger(Readers.class);
  private static final String SUFFIX = ".position";
  private static final JournalPosition START = PositionText.START;

  private final Path folder;
  private final Segments segments;
  private final Runnable onSpaceFreed;
  private final Map<String, JournalPosition> committed = new TreeMap<>();
  private final Set<String> open = new HashSet<>();

  Readers(Path folder, Segments segments, Runnable onSpaceFreed) throws IOException {
    this.folder = folder;
    this.segments = segments;
    this.onSpaceFreed = onSpaceFreed;
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        JournalPosition position = load(file);
        committed.put(name.substring(0, name.length() - SUFFIX.length()), position);
        segments.wasUsed(position.segment());
      }
    }
  }

  private static JournalPosition load(Path file) {
    return PositionText.read(file)
        .orElseGet(() -> {
          log.error(
              "journal: {} does not hold a position; its reader starts at the oldest log", file);
          return START;
        });
  }

  synchronized JournalReader open(String name, Quarantine quarantine) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw new JournalException("not a name of a reader: " + name);
    }
    if (!open.add(name)) {
      throw new JournalException("reader " + name + " is open already");
    }
    if (!committed.containsKey(name)) {
      commit(name, START);
    }
    return new JournalReader(name, committed.getOrDefault(name, START), segments, quarantine, this);
  }

  synchronized void closed(String name) {
    open.remove(name);
  }

  /** Makes {@code position} durable, then deletes the segments nobody needs any more. */
  synchronized void commit(String name, JournalPosition position) {
    try {
      PositionText.write(folder.resolve(name + SUFFIX), position);
    } catch (IOException e) {
      throw new JournalException("cannot keep the position of reader " + name, e);
    }
    committed.put(name, position);
    deleteWhatAllHavePassed();
  }

  synchronized void remove(String name) {
    if (open.contains(name)) {
      throw new JournalException("reader " + name + " is open");
    }
    try {
      Files.deleteIfExists(folder.resolve(name + SUFFIX));
    } catch (IOException e) {
      throw new JournalException("cannot forget reader " + name, e);
    }
    committed.remove(name);
    deleteWhatAllHavePassed();
  }

  private void deleteWhatAllHavePassed() {
    OptionalLong oldest = committed.values().stream().mapToLong(JournalPosition::segment).min();
    if (oldest.isPresent() && segments.deleteBefore(oldest.getAsLong()) > 0) {
      onSpaceFreed.run();
    }
  }

  /** What every reader has passed; empty without any reader. */
  synchronized Optional<JournalPosition> slowest() {
    return committed.values().stream().min(JournalPosition::compareTo);
  }

  synchronized JournalPosition committed(String name) {
    return committed.getOrDefault(name, START);
  }

  synchronized List<JournalStats.Reader> all() {
    List<JournalStats.Reader> all = new ArrayList<>();
    committed.forEach((name, position) ->
        all.add(new JournalStats.Reader(name, position, segments.bytesAfter(position))));
    return all;
  }
}
