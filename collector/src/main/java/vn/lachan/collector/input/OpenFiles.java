package vn.lachan.collector.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;

/**
 * Which files of a log source are open, and where reading begins in each: finds them again when
 * they were renamed, copied, cut or packed, also while nobody looked.
 *
 * <p>For one thread.
 */
final class OpenFiles implements AutoCloseable {
  private final FileSettings settings;
  private final LogSource source;
  private final Clock clock;
  private final InputMeter meter;
  private final FileMemory memory;
  private final Map<String, FileTail> tails = new LinkedHashMap<>();

  private final PackedFiles packed;

  /** Packed files beside those that were left, which the paths need not name. */
  private final Set<Path> beside = new TreeSet<>();

  /** The packed file that is being read. */
  private @Nullable String packedKey;

  /**
   * What a look at the paths found.
   *
   * @param listed keys of the plain files there are
   * @param more whether there is more to find at once
   */
  record Look(Set<String> listed, boolean more) {}

  OpenFiles(FileSettings settings, LogSource source, Clock clock, InputMeter meter) {
    this.settings = settings;
    this.source = source;
    this.clock = clock;
    this.meter = meter;
    this.packed = new PackedFiles(settings.stateFolder(), settings.name(), settings.maxUnpacked());
    this.memory =
        new FileMemory(settings.stateFolder().resolve(settings.name() + ".positions"), packed);
  }

  /** Reads what is known of earlier times, and opens what was renamed since. */
  void load() throws IOException {
    Files.createDirectories(settings.stateFolder());
    memory.load();
    packed.clear();
    openRenamed();
  }

  /**
   * Opens files that were renamed while nobody looked, so that their last lines are not missed. A
   * new file may have got the inode of one that is gone, so each is asked whether it is the one.
   */
  private void openRenamed() throws IOException {
    Map<String, Path> listed = new HashMap<>();
    for (Path path : FilePaths.expand(source.paths()).plain()) {
      String key = FilePaths.key(path);
      if (key != null) {
        listed.put(key, path);
      }
    }
    for (FilePosition position : memory.closed()) {
      Path named = listed.get(position.key());
      if (named != null && fits(named, position)) {
        continue;
      }
      Path path = FilePaths.renamed(Path.of(position.path()), position.key());
      if (path != null && fits(path, position)) {
        open(path, position.key());
      } else {
        findPacked(position);
      }
    }
  }

  private static boolean fits(Path path, FilePosition position) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      return position.fits(file);
    } catch (FileNotFoundException _) {
      return false; // gone again, or not ours to read
    }
  }

  /** Finds what became of a file that was packed while nobody looked. */
  private void findPacked(FilePosition position) throws IOException {
    for (Path path : FilePaths.packedBeside(Path.of(position.path()))) {
      if (packed.head(path).map(position.head()::equals).orElse(false)) {
        beside.add(path);
      }
    }
  }

  /** Looks at the paths: opens what is new, follows what was renamed. */
  Look look() throws IOException {
    Set<String> listed = new HashSet<>();
    FilePaths.Found found = FilePaths.expand(source.paths());
    for (Path path : found.denied()) {
      meter.problem(path + " may not be looked at: no right");
    }
    for (Path path : found.plain()) {
      String key = FilePaths.key(path);
      if (key == null || !listed.add(key)) {
        continue;
      }
      FileTail tail = tails.get(key);
      if (tail == null) {
        open(path, key);
      } else if (!tail.position().path().equals(path.toString())) {
        tail.movedTo(path);
        memory.changed();
      }
    }
    return new Look(listed, openPacked(found.packed()));
  }

  /** The open files by key. */
  Map<String, FileTail> all() {
    return tails;
  }

  /** Whether this is the packed file that is being read; it grows no more. */
  boolean isPacked(String key) {
    return key.equals(packedKey);
  }

  /** A packed file is read to its end: never again. */
  void packedIsRead(String key, FileTail tail) throws IOException {
    tails.remove(key);
    packedKey = null;
    tail.close();
    packed.done(key, Path.of(tail.position().path()));
    memory.changed();
  }

  /** A file that was cut or replaced begins anew; whether it has a beginning yet. */
  boolean restart(FileTail tail) throws IOException {
    memory.keep(tail.position());
    if (!tail.restart()) {
      return false;
    }
    memory.changed();
    return true;
  }

  /** Whether a copy of what {@code tail} read is open, which goes on where it stands. */
  boolean isCopied(FileTail tail) {
    FilePosition own = tail.position();
    return tails.values().stream()
        .filter(other -> other != tail)
        .map(FileTail::position)
        .anyMatch(other -> other.head().equals(own.head()) && other.offset() >= own.offset());
  }

  /** A file that is no longer found is let go; its position is kept. */
  void letGo(String key, FileTail tail) throws IOException {
    tails.remove(key);
    tail.close();
    memory.keep(tail.position());
  }

  /** What was read of {@code tail} is durable. */
  void commit(FileTail tail) {
    tail.commit();
    memory.changed();
  }

  /** Keeps the positions when they changed. */
  void save() throws IOException {
    meter.connections.set(tails.size());
    memory.save(false, tails.values());
  }

  /** Keeps the positions and lets all files go. */
  @Override
  public void close() throws IOException {
    memory.save(true, tails.values());
    for (FileTail tail : tails.values()) {
      tail.close();
    }
    tails.clear();
    packed.clear();
  }

  /**
   * Opens the next packed file that was not read; whether there was one.
   *
   * @param named those that the paths name, which are read from their beginning when they are new
   */
  private boolean openPacked(Set<Path> named) throws IOException {
    if (packedKey != null) {
      return false;
    }
    Set<Path> all = new TreeSet<>(beside);
    all.addAll(named);
    for (Path path : all) {
      Optional<String> key = packed.unread(path);
      if (key.isPresent()) {
        openPacked(path, key.get(), named.contains(path));
        return true;
      }
    }
    return false;
  }

  private void openPacked(Path path, String key, boolean named) throws IOException {
    try {
      Path plain = packed.unpack(path);
      if (open(plain, path, key, named)) {
        packedKey = key;
        beside.remove(path);
      } else if (named) {
        packed.later(key, settings.closeRemoved()); // its plain form is still open
      } else {
        beside.remove(path); // not what was left, it only begins alike
        packed.later(key, Intake.FOREVER); // another start's paths may name it
      }
    } catch (PackedFiles.DamagedException e) {
      meter.problem(path + " cannot be unpacked: " + e.getMessage());
      beside.remove(path);
      packed.done(key, path);
    } catch (IOException e) {
      meter.problem(path + " cannot be unpacked now: " + e);
      packed.later(key, settings.closeRemoved());
    }
    memory.changed();
  }

  private void open(Path path, String key) throws IOException {
    if (tails.size() >= settings.maxFiles()) {
      meter.problem("more than " + settings.maxFiles() + " files; " + path + " is left alone");
      return;
    }
    try {
      open(path, path, key, true);
    } catch (FileNotFoundException e) {
      meter.problem(String.valueOf(e.getMessage())); // gone again, or not ours to read
    }
  }

  /**
   * Begins to read {@code content}, which is known as {@code path}; whether it did.
   *
   * @param fresh whether it is read from its beginning when it is not known
   */
  private boolean open(Path content, Path path, String key, boolean fresh) throws IOException {
    RandomAccessFile file = new RandomAccessFile(content.toFile(), "r");
    boolean kept = false;
    try {
      Optional<FilePosition> start =
          startOf(file, path, key, !content.equals(path))
              .filter(position -> fresh || position.offset() > 0);
      if (start.isPresent()) {
        tails.put(
            key, new FileTail(source.id(), settings, clock, file, start.get(), System.nanoTime()));
        kept = true;
        memory.changed();
      }
      return kept;
    } finally {
      if (!kept) {
        file.close();
      }
    }
  }

  /**
   * Where to begin; empty while this cannot be told.
   *
   * @param whole whether the file grows no more, so that it may have no whole line
   */
  private Optional<FilePosition> startOf(
      RandomAccessFile file, Path path, String key, boolean whole) throws IOException {
    Optional<String> head = FilePosition.headOf(file);
    if (head.isEmpty()) {
      return whole
          ? Optional.of(
              new FilePosition(key, "", 0, FilePosition.beforeOf(file, 0), path.toString()))
          : Optional.empty();
    }
    for (FileTail tail : tails.values()) {
      FilePosition other = tail.position();
      if (other.offset() > 0 && other.head().equals(head.get()) && other.fits(file)) {
        if (!tail.wasReplaced()) {
          return Optional.empty(); // a copy of a file that is being read; it may be cut soon
        }
        return Optional.of(at(other, path, key));
      }
    }
    Optional<FilePosition> known = memory.take(head.get(), file);
    if (known.isPresent()) {
      return Optional.of(at(known.get(), path, key));
    }
    return Optional.of(
        new FilePosition(key, head.get(), 0, FilePosition.beforeOf(file, 0), path.toString()));
  }

  private static FilePosition at(FilePosition known, Path path, String key) {
    return new FilePosition(key, known.head(), known.offset(), known.before(), path.toString());
  }
}
