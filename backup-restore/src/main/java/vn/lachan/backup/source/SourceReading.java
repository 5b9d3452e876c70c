package vn.lachan.backup.source;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the sources of one run that are not plain folders, in the order of the plan.
 *
 * <p>Applications are quietened by {@link #SourceReading the constructor's} sources first and woken
 * by {@link #close()}, which comes after the folders were read. For one run and one thread.
 */
public final class SourceReading implements AutoCloseable {

  private final List<BackupSource> sources;
  private final Optional<PlatformDatabase> platform;
  private final Clock clock;
  private final List<BackupSource.Quiesce> quiet = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  /**
   * @param platform the platform's database, where this process can reach it
   */
  public SourceReading(
      List<BackupSource> sources, Optional<PlatformDatabase> platform, Clock clock) {
    this.sources = List.copyOf(sources);
    this.platform = platform;
    this.clock = clock;
  }

  /**
   * Quietens the applications, then hands over every dump.
   *
   * @return one record a source, plain folders excepted
   * @throws SourceException when a source that is required gives nothing whole
   */
  public List<SourceRecord> read(DumpSink sink) {
    List<SourceRecord> records = new ArrayList<>();
    for (BackupSource source : sources) {
      if (source instanceof BackupSource.Quiesce quiesce) {
        records.add(quieten(quiesce));
      }
    }
    for (BackupSource source : sources) {
      if (source.streams() && !(source instanceof BackupSource.Quiesce)) {
        records.add(one(source, sink));
      }
    }
    return records;
  }

  private SourceRecord quieten(BackupSource.Quiesce source) {
    Instant began = clock.instant();
    quiet.addFirst(source); // also when it fails half way
    if (!source.before().isEmpty()) {
      call(source.before(), source);
    }
    return new SourceRecord(
        source.id(),
        source.kind(),
        source.describe(),
        began,
        clock.instant(),
        List.of(),
        Map.of(),
        Optional.empty());
  }

  private static void call(List<String> command, BackupSource.Quiesce source) {
    try (ChildProcess process = ChildProcess.start(command, Map.of(), source.longest())) {
      process.rawOutput().transferTo(java.io.OutputStream.nullOutputStream());
      int exit = process.exit();
      if (exit != 0) {
        throw new SourceException("nguồn " + source.id() + ": " + process.failure(exit));
      }
    } catch (IOException e) {
      throw new SourceException("nguồn " + source.id() + ": " + e.getMessage(), e);
    }
  }

  private SourceRecord one(BackupSource source, DumpSink sink) {
    Instant began = clock.instant();
    SourceCapture capture = new SourceCapture(source, sink, clock);
    Optional<String> failure = Optional.empty();
    try {
      capture(source, capture);
    } catch (SourceException e) {
      String reason = "nguồn " + source.id() + ": " + e.getMessage();
      if (source.required()) {
        throw new SourceException(reason, e);
      }
      failure = Optional.of(reason);
    }
    return new SourceRecord(
        source.id(),
        source.kind(),
        source.describe(),
        began,
        clock.instant(),
        failure.isPresent() ? List.of() : capture.dumps(),
        capture.facts(),
        failure);
  }

  private void capture(BackupSource source, SourceCapture to) {
    switch (source) {
      case BackupSource.Folders folders -> {}
      case BackupSource.Quiesce quiesce -> {}
      case BackupSource.PostgresDump dump -> new PostgresDumper(dump).run(to);
      case BackupSource.PostgresBase base -> new PostgresBaseCopy(base).run(to);
      case BackupSource.Command command -> new CommandDump(command).run(to);
      case BackupSource.ElasticsearchSnapshot snapshot -> new SnapshotOfCluster(snapshot).run(to);
      case BackupSource.Platform itself -> new PlatformCopy(itself, platform).run(to);
    }
  }

  /** Wakes what was quietened, the last first. Failures are in {@link #complaints()}. */
  @Override
  public void close() {
    for (BackupSource.Quiesce source : quiet) {
      try {
        if (!source.after().isEmpty()) {
          call(source.after(), source);
        }
      } catch (SourceException e) {
        complaints.add(e.getMessage());
      }
    }
    quiet.clear();
  }

  /** What went wrong at {@link #close()}, in Vietnamese. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }
}
