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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputException;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

/**
 * Reads the files of one log source as they grow, on one thread.
 *
 * <p>Survives rotation by renaming and by copy-and-truncate, files that are cut or replaced, and
 * restarts; a file that was packed with gzip meanwhile is read on from where its plain form was
 * left, and packed history that the paths name is read once. How far a file was read is kept only
 * after the journal has the lines, so that after a crash lines may be read again (with the same
 * position, hence the same event) but none is left out. A last line without line end waits for the
 * rest.
 */
public final class FileInput implements Input {
  private static final Logger log = LoggerFactory.getLogger(FileInput.class);

  private final FileSettings settings;
  private final LogSource source;
  private final Intake intake;
  private final Clock clock;
  private final InputMeter meter;
  private final FileMemory memory;
  private final Map<String, FileTail> tails = new LinkedHashMap<>();

  private final PackedFiles packed;

  /** Packed files beside those that were left, which the paths need not name. */
  private final Set<Path> beside = new TreeSet<>();

  /** The packed file that is being read. */
  private @Nullable String packedKey;

  private final Object wake = new Object();
  private @Nullable Thread thread;
  private volatile boolean closed;

  public FileInput(FileSettings settings, LogSource source, Intake intake, Clock clock) {
    this.settings = settings;
    this.source = source;
    this.intake = intake;
    this.clock = clock;
    this.packed = new PackedFiles(settings.stateFolder(), settings.name(), settings.maxUnpacked());
    this.memory =
        new FileMemory(settings.stateFolder().resolve(settings.name() + ".positions"), packed);
    this.meter = new InputMeter(settings.name(), "file", String.join(", ", source.paths()), clock);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(settings.stateFolder());
      memory.load();
      packed.clear();
      openRenamed();
    } catch (IOException e) {
      meter.problem(e.toString());
      throw new InputException(
          "input " + settings.name() + " cannot read its positions: " + e.getMessage(), e);
    }
    meter.running(String.join(", ", source.paths()));
    thread = Thread.ofPlatform().daemon().name(settings.name()).start(this::run);
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

  private void run() {
    while (!closed) {
      try {
        boolean more = poll();
        if (more) {
          continue;
        }
      } catch (IOException e) {
        meter.problem(e.toString());
        log.warn("input {}: {}", settings.name(), e.toString());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
      if (!pause()) {
        return;
      }
    }
  }

  private boolean pause() {
    synchronized (wake) {
      try {
        long deadline = System.nanoTime() + settings.pollInterval().toNanos();
        long left = deadline - System.nanoTime();
        while (!closed && left > 0) {
          wake.wait(left / 1_000_000, (int) (left % 1_000_000));
          left = deadline - System.nanoTime();
        }
        return true;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** Looks at every file once; whether there is more to read at once. */
  private boolean poll() throws IOException, InterruptedException {
    Set<String> listed = new HashSet<>();
    FilePaths.Found found = FilePaths.expand(source.paths());
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
    boolean more = openPacked(found.packed());
    for (Map.Entry<String, FileTail> entry : List.copyOf(tails.entrySet())) {
      FileTail tail = entry.getValue();
      if (entry.getKey().equals(packedKey)) {
        more |= readPacked(entry.getKey(), tail);
      } else if (listed.contains(entry.getKey())) {
        more |= read(tail);
      } else {
        more |= finish(entry.getKey(), tail);
      }
    }
    meter.connections.set(tails.size());
    memory.save(false, tails.values());
    return more;
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

  /** Reads a packed file to its end, and then never again. */
  private boolean readPacked(String key, FileTail tail) throws IOException, InterruptedException {
    boolean more = deliver(tail, tail.read(settings.batchLines(), true, System.nanoTime()));
    if (!more && !closed && !tail.hasMore()) {
      tails.remove(key);
      packedKey = null;
      tail.close();
      packed.done(key, Path.of(tail.position().path()));
      memory.changed();
      return true;
    }
    return more;
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
            key,
            new FileTail(
                source.id(), settings.maxLineBytes(), clock, file, start.get(), System.nanoTime()));
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

  private boolean read(FileTail tail) throws IOException, InterruptedException {
    if (tail.wasReplaced()) {
      memory.keep(tail.position());
      if (!tail.restart()) {
        return false;
      }
      memory.changed();
    }
    return deliver(tail, tail.read(settings.batchLines(), false, System.nanoTime()));
  }

  /** Reads on in a file that is no longer found, and lets it go when it stays quiet. */
  private boolean finish(String key, FileTail tail) throws IOException, InterruptedException {
    long now = System.nanoTime();
    boolean ended = tail.idleNanos(now) > settings.closeRemoved().toNanos();
    boolean more = deliver(tail, tail.read(settings.batchLines(), ended, now));
    if (ended && !more && !tail.hasMore()) {
      tails.remove(key);
      tail.close();
      memory.keep(tail.position());
    }
    return more;
  }

  /** Hands lines to the journal and waits until they are durable. */
  private boolean deliver(FileTail tail, List<RawLog> logs)
      throws IOException, InterruptedException {
    if (logs.isEmpty()) {
      return false;
    }
    long bytes = 0;
    for (RawLog one : logs) {
      bytes += one.bytes().length;
      if (one.truncated()) {
        meter.truncated.increment();
      }
    }
    switch (intake.take(logs, Intake.FOREVER)) {
      case Receipt.Taken taken -> {
        if (!isDurable(taken)) {
          return false;
        }
      }
      case Receipt.Refused(Receipt.Reason reason) -> {
        meter.failing("the journal refused: " + reason.name().toLowerCase(Locale.ROOT));
        closed = true; // the position stays; the next start reads these lines
        return false;
      }
    }
    meter.received(logs.size(), bytes);
    tail.commit();
    memory.changed();
    return true;
  }

  private boolean isDurable(Receipt.Taken taken) throws InterruptedException {
    try {
      taken.durable().get();
      return true;
    } catch (ExecutionException e) {
      meter.failing(String.valueOf(e.getCause()));
      closed = true;
      return false;
    }
  }

  @Override
  public InputHealth health() {
    return meter.health(0);
  }

  @Override
  public void close() {
    closed = true;
    synchronized (wake) {
      wake.notifyAll();
    }
    Thread reading = thread;
    if (reading == null) {
      meter.stopped();
      return;
    }
    thread = null;
    try {
      reading.join(TimeUnit.SECONDS.toMillis(10));
      if (!reading.isAlive()) {
        memory.save(true, tails.values());
        for (FileTail tail : tails.values()) {
          tail.close();
        }
        tails.clear();
        packed.clear();
      }
    } catch (IOException e) {
      meter.problem(e.toString());
      log.warn("input {}: cannot keep its positions: {}", settings.name(), e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    meter.stopped();
  }
}
