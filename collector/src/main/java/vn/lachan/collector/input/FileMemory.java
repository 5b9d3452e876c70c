package vn.lachan.collector.input;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import vn.lachan.collector.DurableFile;

/**
 * How far the files of one input were read, in a file that survives a crash. Written once a second
 * at most, always after the journal has the lines. For one thread.
 */
final class FileMemory {
  private static final String HEADER = "lachan-file-positions 1";
  private static final int HISTORY = 64;
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final PackedFiles packed;

  /** Positions of files that are not open: of an earlier run, or of content that was cut away. */
  private final Deque<FilePosition> history = new ArrayDeque<>();

  private boolean changed;
  private long savedNanos;

  FileMemory(Path file, PackedFiles packed) {
    this.file = file;
    this.packed = packed;
  }

  /** Reads what was saved last; nothing when nothing ever was. */
  void load() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw new IOException(file + " is not a file of positions: line 1 is not " + HEADER);
    }
    for (String line : lines.subList(1, lines.size())) {
      if (!packed.load(line)) {
        FilePosition.fromLine(line).ifPresent(history::add);
      }
    }
  }

  /** Positions of files that are not open, what was let go last first. */
  List<FilePosition> closed() {
    return List.copyOf(history);
  }

  /** Takes out the position of what this file is, or is a copy of. */
  Optional<FilePosition> take(String head, RandomAccessFile content) throws IOException {
    for (FilePosition known : history) {
      if (known.offset() > 0 && known.head().equals(head) && known.fits(content)) {
        history.remove(known);
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** Keeps the position of a file that is let go. */
  void keep(FilePosition position) {
    if (position.offset() > 0) {
      history.addFirst(position);
    }
    while (history.size() > HISTORY) {
      history.removeLast();
    }
    changed = true;
  }

  /** Something is to be saved. */
  void changed() {
    changed = true;
  }

  /** Saves what changed, when it is time or {@code now}; then it would survive a crash. */
  void save(boolean now, Collection<FileTail> open) throws IOException {
    if (!changed || (!now && System.nanoTime() - savedNanos < SAVE_NANOS)) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    open.forEach(tail -> lines.add(tail.position().toLine()));
    history.forEach(position -> lines.add(position.toLine()));
    lines.addAll(packed.toLines());
    byte[] content = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    DurableFile.replace(file, content);
    changed = false;
    savedNanos = System.nanoTime();
  }
}
