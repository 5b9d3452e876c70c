package vn.lachan.events;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of a store, one folder each, named after their day.
 *
 * <p>A partition that cannot be read is set aside: its folder is renamed to {@code DAY.damaged}, so
 * that the rest can be used and nothing is deleted. Safe for use by several threads.
 */
final class LucenePartitions {
  private static final Logger LOG = LoggerFactory.getLogger(LucenePartitions.class);
  private static final String REMOVED = ".removed";
  private static final String DAMAGED = ".damaged";

  /** Opens the directory of one day. */
  interface Directories {
    Directory open(LocalDate day) throws IOException;
  }

  private final Optional<Path> folder;
  private final Directories directories;
  private final LuceneSettings settings;
  private final LuceneBatch batch;
  private final NavigableMap<LocalDate, LucenePartition> byDay = new ConcurrentSkipListMap<>();
  private final AtomicLong setAside = new AtomicLong();
  private boolean lost;

  LucenePartitions(
      Optional<Path> folder, Directories directories, LuceneSettings settings, LuceneBatch batch) {
    this.folder = folder;
    this.directories = directories;
    this.settings = settings;
    this.batch = batch;
  }

  /** Finds what is on disk; opens the newest partitions to see whether they can be read. */
  void load() throws IOException {
    if (folder.isEmpty()) {
      return;
    }
    List<Path> entries;
    try (Stream<Path> all = Files.list(folder.get())) {
      entries = all.filter(Files::isDirectory).toList();
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (name.endsWith(REMOVED)) {
        IOUtils.rm(entry); // the process ended while it was being removed
      } else {
        Optional<LocalDate> day = day(name);
        if (day.isPresent()) {
          load(day.get());
        }
      }
    }
    for (LucenePartition newest :
        byDay.descendingMap().values().stream().limit(settings.maxOpenPartitions()).toList()) {
      check(newest);
    }
  }

  /** The day of a folder of this name; empty for one that was set aside or is none of ours. */
  private static Optional<LocalDate> day(String name) {
    try {
      return Optional.of(LocalDate.parse(name));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private void load(LocalDate day) throws IOException {
    LucenePartition partition = new LucenePartition(day, directories.open(day), settings, batch);
    byDay.put(day, partition);
    try {
      partition.readSummary();
    } catch (IOException e) {
      setAsideOrThrow(partition, e);
    }
  }

  private void check(LucenePartition partition) throws IOException {
    try {
      var reader = partition.acquire();
      if (reader != null) {
        reader.decRef();
      }
    } catch (IOException e) {
      setAsideOrThrow(partition, e);
    }
  }

  /** The partition of {@code day}, made if need be; its folder survives a crash. */
  synchronized LucenePartition forWriting(LocalDate day) throws IOException {
    LucenePartition known = byDay.get(day);
    if (known != null) {
      return known;
    }
    LucenePartition made = new LucenePartition(day, directories.open(day), settings, batch);
    if (folder.isPresent()) {
      IOUtils.fsync(folder.get(), true);
    }
    byDay.put(day, made);
    return made;
  }

  @Nullable LucenePartition get(LocalDate day) {
    return byDay.get(day);
  }

  /** Oldest first. */
  Collection<LucenePartition> all() {
    return byDay.values();
  }

  /** Whether {@code failure} means that what is on disk is damaged, not that the disk is full. */
  static boolean isDamage(IOException failure) {
    return failure instanceof CorruptIndexException
        || failure instanceof IndexNotFoundException
        || failure instanceof EOFException
        || failure instanceof FileNotFoundException
        || failure instanceof NoSuchFileException;
  }

  /** Sets {@code partition} aside when {@code failure} is damage; throws it otherwise. */
  synchronized void setAsideOrThrow(LucenePartition partition, IOException failure)
      throws IOException {
    if (!isDamage(failure) || folder.isEmpty()) {
      throw failure;
    }
    if (!byDay.remove(partition.day(), partition)) {
      return; // another thread has met the same damage
    }
    lost |= partition.remove();
    Path from = folder.get().resolve(partition.day().toString());
    Path to = free(from + DAMAGED);
    Files.move(from, to);
    setAside.incrementAndGet();
    LOG.error(
        "the events ingested on {} cannot be read and were set aside as {}",
        partition.day(),
        to,
        failure);
  }

  /**
   * Whether a partition was set aside with events of which nobody knew yet whether they are
   * durable; from now on, somebody knows that they are not.
   */
  synchronized boolean takeLost() {
    boolean was = lost;
    lost = false;
    return was;
  }

  private static Path free(String name) {
    Path path = Path.of(name);
    for (int i = 2; Files.exists(path); i++) {
      path = Path.of(name + "-" + i);
    }
    return path;
  }

  /**
   * Removes {@code partition} and its files; empty when it was gone already. One that cannot be
   * removed stays, as its last commit has it.
   */
  Optional<EventStore.Partition> remove(LucenePartition partition) throws IOException {
    Optional<EventStore.Partition> description = describe(partition);
    if (description.isPresent()) {
      Optional<Path> left = detach(partition);
      if (left.isPresent()) {
        IOUtils.fsync(left.get().getParent(), true);
        IOUtils.rm(left.get());
      }
    }
    return description;
  }

  /** Returns the folder that is left to be deleted. */
  private synchronized Optional<Path> detach(LucenePartition partition) throws IOException {
    byDay.remove(partition.day(), partition);
    try {
      partition.remove();
      if (folder.isEmpty()) {
        return Optional.empty();
      }
      Path from = folder.get().resolve(partition.day().toString());
      Path to = free(from + REMOVED);
      Files.move(from, to); // from here on it is gone, even if the process ends before the rest
      return Optional.of(to);
    } catch (IOException e) {
      load(partition.day());
      throw e;
    }
  }

  /** What is known of {@code partition}; empty when it was removed or set aside meanwhile. */
  Optional<EventStore.Partition> describe(LucenePartition partition) throws IOException {
    try {
      long bytes = folder.isPresent() ? sizeOf(partition.directory()) : 0;
      return Optional.of(partition.describe(bytes));
    } catch (AlreadyClosedException | NoSuchFileException e) {
      if (byDay.get(partition.day()) == partition) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Closes all of them without a commit. */
  void close() {
    for (LucenePartition partition : all()) {
      closeQuietly(partition::remove, "partition " + partition.day());
    }
  }

  /** Gives back the memory and files of the partitions least recently used. */
  void trim() {
    rest(LucenePartition::isWriting, settings.maxOpenWriters());
    rest(LucenePartition::isOpen, settings.maxOpenPartitions());
  }

  private void rest(Predicate<LucenePartition> open, int most) {
    List<LucenePartition> candidates = byDay.values().stream().filter(open).toList();
    if (candidates.size() <= most) {
      return;
    }
    candidates.stream()
        .sorted(Comparator.comparingLong(LucenePartition::usedAt))
        .limit(candidates.size() - most)
        .forEach(idle -> closeQuietly(idle::rest, "rest of partition " + idle.day()));
  }

  /** Whether so many bytes more can be written. */
  boolean hasRoomFor(long bytes) throws IOException {
    return folder.isEmpty() || Files.getFileStore(folder.get()).getUsableSpace() > bytes;
  }

  long setAside() {
    return setAside.get();
  }

  /** Whether there are files of segments, so that a missing commit means damage. */
  static boolean holdsSegments(Directory directory) throws IOException {
    return Stream.of(directory.listAll()).anyMatch(name -> name.startsWith("_"));
  }

  private static long sizeOf(Directory directory) throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      try {
        bytes += directory.fileLength(file);
      } catch (NoSuchFileException | FileNotFoundException e) {
        bytes += 0; // merged away since it was listed
      }
    }
    return bytes;
  }

  /** Work on a partition. */
  interface Work {
    void run() throws IOException;
  }

  /** Does what a caller cannot do anything about when it fails. */
  static void closeQuietly(Work cleanup, String what) {
    try {
      cleanup.run();
    } catch (IOException | RuntimeException e) {
      LOG.warn("clean-up failed: {}", what, e);
    }
  }
}
