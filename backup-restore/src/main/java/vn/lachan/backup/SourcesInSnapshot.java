package vn.lachan.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.archive.ArchivedFile;
import vn.lachan.backup.archive.DigestList;
import vn.lachan.backup.archive.FileProblem;
import vn.lachan.backup.archive.StreamSaver;
import vn.lachan.backup.archive.StreamedFile;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.backup.source.DumpSink;
import vn.lachan.backup.source.PlatformDatabase;
import vn.lachan.backup.source.SourceReading;
import vn.lachan.backup.source.SourceRecord;

/**
 * The sources of one run that are more than folders: reads them before the folders, and writes what
 * was counted into {@code /.lachan/} of the snapshot when the folders are read.
 *
 * <p>A plan of folders alone has neither, so that its snapshots are those stock restic would make.
 * For one run and one thread.
 */
final class SourcesInSnapshot implements AutoCloseable, DumpSink {

  static final String FOLDER = "/.lachan";
  private static final String DIGESTS = FOLDER + "/SHA256SUMS";
  private static final String MANIFEST = FOLDER + "/manifest.json";
  private static final int VERSION = 1;

  /**
   * How far the kernel may stamp a file behind the clock programs read: one tick, 10 ms at the
   * slowest. A file too many is named rather than one that changed left out.
   */
  private static final Duration FILE_CLOCK_LAG = Duration.ofMillis(10);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final BackupPlan plan;
  private final Instant startedAt;
  private final Clock clock;
  private final int mostNamed;
  private final SourceReading reading;
  private final Machine machine;
  private final List<StreamedFile> streamed = new ArrayList<>();
  private Optional<StreamSaver> saver = Optional.empty();
  private List<SourceRecord> records = List.of();

  /**
   * @param mostNamed so many files that changed after the dumps are named; all are counted
   */
  SourcesInSnapshot(
      BackupPlan plan,
      Optional<PlatformDatabase> platform,
      Machine machine,
      Instant startedAt,
      int mostNamed,
      Clock clock) {
    this.plan = plan;
    this.startedAt = startedAt;
    this.clock = clock;
    this.mostNamed = mostNamed;
    this.machine = machine;
    this.reading = new SourceReading(plan.sources(), platform, clock);
  }

  static boolean has(BackupPlan plan) {
    return plan.sources().stream().anyMatch(BackupSource::streams);
  }

  /** What the paths of the snapshot are beside the folders. */
  static List<String> roots(BackupPlan plan) {
    return plan.sources().stream()
        .filter(source ->
            source.streams()
                && !(source instanceof BackupSource.Quiesce)) // it leaves nothing behind
        .map(source -> "/" + source.id())
        .toList();
  }

  /**
   * Reads all of them into {@code repository}.
   *
   * @throws vn.lachan.backup.source.SourceException when one that is required gives nothing whole
   */
  void read(Repository repository) {
    if (has(plan)) {
      saver = Optional.of(new StreamSaver(repository, machine.uid(), machine.gid()));
      records = reading.read(this);
    }
  }

  @Override
  public Taken take(String path, InputStream content) throws IOException {
    StreamedFile file = saver.orElseThrow().save(path, content, clock.instant());
    streamed.add(file);
    return new Taken(file.size(), file.digest().toString());
  }

  List<SourceRecord> records() {
    return records;
  }

  /** Sources that were allowed to fail and did. */
  List<FileProblem> failures() {
    return records.stream()
        .flatMap(record ->
            record.failure().stream()
                .map(reason ->
                    new FileProblem("/" + record.id(), FileProblem.Kind.NOT_DUMPED, reason)))
        .toList();
  }

  /** Everything streamed, with the manifest about it and about {@code folders}. */
  List<StreamedFile> finish(List<ArchivedFile> folders) {
    if (saver.isEmpty()) {
      return List.of();
    }
    List<String> failed =
        records.stream().filter(r -> r.failure().isPresent()).map(r -> "/" + r.id() + "/").toList();
    streamed.removeIf(file -> failed.stream().anyMatch(file.path()::startsWith));
    List<ArchivedFile> all = new ArrayList<>(folders);
    for (StreamedFile file : streamed) {
      all.add(
          new ArchivedFile(
              file.path(),
              file.size(),
              file.node().attributes().modified(),
              Optional.of(file.digest()),
              Optional.empty()));
    }
    try {
      Taken digests = take(DIGESTS, DigestList.of(all));
      byte[] manifest = JSON.writeValueAsBytes(manifest(all, folders, digests));
      take(MANIFEST, new ByteArrayInputStream(manifest));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    return streamed;
  }

  private Map<String, Object> manifest(
      List<ArchivedFile> all, List<ArchivedFile> folders, Taken digests) {
    Instant dumpsBegan =
        records.stream().map(SourceRecord::startedAt).min(Instant::compareTo).orElse(startedAt);
    List<String> changed =
        folders.stream()
            .filter(file -> !file.modified().isBefore(dumpsBegan.minus(FILE_CLOCK_LAG)))
            .map(ArchivedFile::path)
            .toList();
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("version", VERSION);
    manifest.put("plan", plan.id());
    manifest.put("system", plan.system());
    manifest.put("startedAt", startedAt);
    manifest.put("endedAt", clock.instant());
    manifest.put("files", all.stream().filter(file -> file.digest().isPresent()).count());
    manifest.put("links", all.stream().filter(file -> file.linkTarget().isPresent()).count());
    manifest.put("bytes", all.stream().mapToLong(ArchivedFile::size).sum());
    manifest.put("includes", plan.includes());
    manifest.put("sha256sums", digests.sha256());
    manifest.put("changedAfterDumps", changed.size());
    manifest.put("changedAfterDumpsNamed", changed.stream().limit(mostNamed).toList());
    manifest.put("sources", records);
    return manifest;
  }

  /** Wakes applications that were quietened. */
  @Override
  public void close() {
    reading.close();
  }

  /** What went wrong at waking them. */
  List<FileProblem> complaints() {
    return reading.complaints().stream()
        .map(reason -> new FileProblem("/", FileProblem.Kind.NOT_DUMPED, reason))
        .toList();
  }
}
