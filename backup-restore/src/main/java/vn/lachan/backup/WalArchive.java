package vn.lachan.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.lachan.backup.archive.Lookup;
import vn.lachan.backup.archive.SnapshotDocument;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.StreamSaver;
import vn.lachan.backup.archive.StreamedFile;
import vn.lachan.backup.archive.TreeGraft;
import vn.lachan.backup.archive.TreeNode;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.StorageId;

/**
 * The write-ahead log of a PostgreSQL server in a repository, file by file, for recovery to a point
 * in time.
 *
 * <p>Each push makes a snapshot that holds everything of the one before and the new file, {@code
 * /<source>-wal/<first 16 digits>/<name>}, so forgetting older snapshots loses nothing. Files older
 * than the time to keep leave the newer snapshots. When {@link #push} returns, the file is durable.
 * Source: PostgreSQL 15 documentation, 26.3 "Continuous Archiving": an archived file is never
 * replaced by other content.
 */
public final class WalArchive {

  /** How a push ended. */
  public sealed interface Pushed {
    /** It is in the snapshot now, or was already with the same content. */
    record Stored(String snapshot, boolean already) implements Pushed {}

    /** It is not; the reason is in Vietnamese. */
    record Refused(String reason) implements Pushed {}
  }

  private static final Pattern NAME =
      Pattern.compile("[0-9A-F]{8}\\.history|[0-9A-F]{24}(\\.[0-9A-F]{8}\\.backup|\\.partial)?");
  private static final int FOLDER_DIGITS = 16;

  private final BackupRepository place;
  private final String source;
  private final Duration keep;
  private final Clock clock;
  private final Machine machine = Machine.current();

  /**
   * @param source id of the source of the base backups
   * @param keep how long files stay in newer snapshots; longer than base backups are kept
   */
  public WalArchive(BackupRepository place, String source, Duration keep, Clock clock) {
    if (!source.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}") || !keep.isPositive()) {
      throw new IllegalArgumentException("id of a source, and a time to keep: " + source);
    }
    this.place = place;
    this.source = source;
    this.keep = keep;
    this.clock = clock;
  }

  private String folder() {
    return "/" + source + "-wal";
  }

  private String path(String name) {
    String part = name.length() >= FOLDER_DIGITS + 8 ? name.substring(0, FOLDER_DIGITS) : "history";
    return folder() + "/" + part + "/" + name;
  }

  /** Keeps {@code file}, a finished file of {@code pg_wal}. */
  public Pushed push(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!NAME.matcher(name).matches()) {
      return new Pushed.Refused("không phải tên tệp WAL: " + name);
    }
    try (Repository repository = place.open();
        RepositoryLock lock = RepositoryLock.shared(repository, machine)) {
      Optional<StoredSnapshot> before = Snapshots.list(repository).newest(List.of(folder()));
      repository.loadIndex();
      StreamedFile saved = save(repository, file, path(name));
      Optional<TreeNode> there = before.flatMap(s -> Lookup.find(repository, s.tree(), path(name)));
      if (there.isPresent()) {
        return there.get().content().equals(saved.node().content())
            ? new Pushed.Stored(before.get().id().toString(), true)
            : new Pushed.Refused("kho đã có " + name + " với nội dung khác");
      }
      TreeGraft graft = new TreeGraft(repository, clock.getZone(), clock.instant().minus(keep));
      StorageId tree = graft.put(before.map(StoredSnapshot::tree), saved);
      repository.flush();
      lock.requireHeld();
      return new Pushed.Stored(save(repository, tree, before).toString(), false);
    } catch (IOException e) {
      return new Pushed.Refused("không đọc được " + file + ": " + e.getMessage());
    }
  }

  private StreamedFile save(Repository repository, Path file, String path) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return new StreamSaver(repository, machine.uid(), machine.gid())
          .save(path, content, clock.instant());
    }
  }

  private StorageId save(Repository repository, StorageId tree, Optional<StoredSnapshot> before) {
    return Snapshots.save(
        repository,
        new SnapshotDocument(
            Snapshots.time(clock.instant(), clock.getZone()),
            before.map(s -> s.id().toString()).orElse(null),
            tree.toString(),
            List.of(folder()),
            machine.hostname(),
            machine.username(),
            machine.uid(),
            machine.gid(),
            null,
            List.of("lachan-wal=" + source),
            null,
            Backup.PROGRAM,
            null));
  }

  /**
   * Writes the file {@code name} of the log to {@code target}, whole or not at all.
   *
   * @return whether the repository has it
   * @throws IOException when it cannot be written
   */
  public boolean fetch(String name, Path target) throws IOException {
    if (!NAME.matcher(name).matches()) {
      return false;
    }
    try (Repository repository = place.open()) {
      Snapshots snapshots = Snapshots.list(repository);
      repository.loadIndexTolerant();
      Instant wanted = Instant.MAX;
      for (StoredSnapshot snapshot : snapshots.all().reversed()) {
        boolean ours = snapshot.paths().equals(List.of(folder()));
        Instant at = snapshot.at();
        // every file is in each snapshot for the time to keep: steps of half of it miss none
        if (!ours || at.isAfter(wanted)) {
          continue;
        }
        Optional<TreeNode> node = Lookup.find(repository, snapshot.tree(), path(name));
        if (node.isPresent()) {
          write(repository, node.get(), target);
          return true;
        }
        wanted = at.minus(keep.dividedBy(2));
      }
      return false;
    }
  }

  private static void write(Repository repository, TreeNode node, Path target) throws IOException {
    Path draft = target.resolveSibling(target.getFileName() + ".lachan");
    Files.deleteIfExists(draft);
    try (FileChannel channel =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (StorageId id : node.content()) {
        ByteBuffer piece = ByteBuffer.wrap(repository.load(BlobType.DATA, id));
        while (piece.hasRemaining()) {
          channel.write(piece);
        }
      }
      channel.force(true);
    }
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
