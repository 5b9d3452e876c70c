package vn.lachan.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.lachan.backup.repository.Sha256;

/**
 * The history in a folder: {@code history.ndjson}, one line an entry, appended and forced to disk;
 * and {@code manifests/<snapshot>.ndjson}.
 *
 * <p>A line torn by a crash is passed over and counted; the next entry begins on a line of its own.
 * One process at a time writes a folder. Everything is readable by its owner alone, because names
 * of dossiers may be personal data.
 */
public final class FileBackupHistory implements BackupHistory {

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final DurableLines lines;
  private final List<BackupOutcome> runs = new ArrayList<>();
  private final Map<String, BackupOutcome.Completed> expected = new LinkedHashMap<>();
  private final Set<String> unfinished;
  private int unreadable;

  /** Opens the history in {@code folder}, which is made when it is not there. */
  public FileBackupHistory(Path folder) {
    this.folder = folder;
    this.lines = new DurableLines(folder.resolve("history.ndjson"));
    try {
      Files.createDirectories(folder.resolve("manifests"), PRIVATE_FOLDER);
    } catch (IOException e) {
      throw new BackupHistoryException("cannot make the backup history in " + folder, e);
    }
    readAll();
    this.unfinished = Set.copyOf(expected.keySet());
  }

  private void readAll() {
    for (String text : lines.read()) {
      Optional<HistoryCodec.Line> line = HistoryCodec.read(text, HistoryCodec.Line.class);
      Optional<BackupOutcome.Completed> begun = line.flatMap(HistoryCodec::expected);
      Optional<BackupOutcome> run = line.flatMap(HistoryCodec::run);
      begun.ifPresent(b -> expected.put(b.snapshot(), b));
      run.ifPresent(this::take);
      if (begun.isEmpty() && run.isEmpty()) {
        unreadable++;
      }
    }
  }

  private void take(BackupOutcome run) {
    runs.add(run);
    if (run instanceof BackupOutcome.Completed done) {
      expected.remove(done.snapshot());
    }
  }

  /** Lines that could not be read when the history was opened: torn by a crash or tampered with. */
  public synchronized int unreadable() {
    return unreadable;
  }

  @Override
  public synchronized void add(BackupOutcome run) {
    lines.append(HistoryCodec.encode(run));
    take(run);
  }

  @Override
  public synchronized void expect(BackupOutcome.Completed run) {
    lines.append(HistoryCodec.encodeExpected(run));
    expected.put(run.snapshot(), run);
  }

  @Override
  public synchronized List<BackupOutcome.Completed> unfinished(String planId) {
    return expected.values().stream()
        .filter(run -> unfinished.contains(run.snapshot()) && run.planId().equals(planId))
        .toList();
  }

  @Override
  public String keep(BackupManifest manifest) {
    byte[] content = HistoryCodec.encode(manifest);
    Path target = manifestFile(manifest.snapshot());
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      Files.deleteIfExists(temporary);
      Set<StandardOpenOption> options =
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel channel = FileChannel.open(temporary, options, PRIVATE_FILE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      DurableLines.force(folder.resolve("manifests"));
    } catch (IOException e) {
      throw new BackupHistoryException("cannot write manifest " + target, e);
    }
    return Sha256.of(content);
  }

  @Override
  public Optional<BackupManifest> manifest(String snapshot, String sha256) {
    return manifest(snapshot, sha256, -1);
  }

  @Override
  public Optional<BackupManifest> manifestOfLarger(String snapshot, String sha256, long size) {
    return manifest(snapshot, sha256, size);
  }

  private Optional<BackupManifest> manifest(String snapshot, String sha256, long largerThan) {
    Path source = manifestFile(snapshot);
    try {
      if (!Files.exists(source)) {
        return Optional.empty();
      }
      byte[] content = Files.readAllBytes(source);
      return Sha256.of(content).equals(sha256) ? decode(content, largerThan) : Optional.empty();
    } catch (IOException e) {
      throw new BackupHistoryException("cannot read manifest " + source, e);
    }
  }

  private static Optional<BackupManifest> decode(byte[] content, long largerThan) {
    int end = endOfLine(content, 0);
    Optional<HistoryCodec.ManifestHead> head =
        HistoryCodec.read(content, 0, end, HistoryCodec.ManifestHead.class);
    List<ManifestEntry> entries = new ArrayList<>();
    try {
      for (int start = end + 1; start < content.length; start = end + 1) {
        end = endOfLine(content, start);
        if (HistoryCodec.isAtMost(content, start, end, largerThan)) {
          continue;
        }
        Optional<HistoryCodec.ManifestLine> entry =
            HistoryCodec.read(content, start, end, HistoryCodec.ManifestLine.class);
        if (entry.isEmpty()) {
          return Optional.empty();
        }
        entries.add(entry(entry.get()));
      }
      return head.map(h ->
          new BackupManifest(
              h.snapshot(),
              h.planId(),
              Instant.parse(h.at()),
              entries,
              h.sources() == null ? List.of() : h.sources(),
              h.includes() == null ? List.of() : h.includes()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int endOfLine(byte[] content, int start) {
    int end = start;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    return end;
  }

  private static ManifestEntry entry(HistoryCodec.ManifestLine line) {
    return new ManifestEntry(
        line.path(), line.size(), Instant.parse(line.modified()), line.sha256(), line.linkTarget());
  }

  private Path manifestFile(String snapshot) {
    if (!snapshot.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not the id of a snapshot: " + snapshot);
    }
    return folder.resolve("manifests").resolve(snapshot + ".ndjson");
  }

  @Override
  public synchronized List<BackupOutcome> runs(String planId, int limit) {
    return runs.reversed().stream()
        .filter(run -> run.planId().equals(planId))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<BackupOutcome.Completed> runOf(String snapshot) {
    for (BackupOutcome run : runs.reversed()) {
      if (run instanceof BackupOutcome.Completed done && done.snapshot().equals(snapshot)) {
        return Optional.of(done);
      }
    }
    return Optional.ofNullable(expected.get(snapshot));
  }
}
