package vn.lachan.backup.drill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.archive.RawName;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.backup.source.DatabaseSandbox;
import vn.lachan.backup.source.DumpRecord;
import vn.lachan.backup.source.LiveRegister;
import vn.lachan.backup.source.PostgresSandbox;
import vn.lachan.backup.source.RestoredDatabase;
import vn.lachan.backup.source.SourceException;

/**
 * Restores dumps into scratch databases and counts.
 *
 * @param sandbox starts a scratch server with room below a folder
 */
public record DrillDatabases(Function<Path, DatabaseSandbox> sandbox) {

  private static final byte[] CUSTOM_FORMAT = {'P', 'G', 'D', 'M', 'P'};

  /** A scratch PostgreSQL where one is installed. */
  public static Optional<DrillDatabases> ofThisMachine() {
    PostgresSandbox.Settings settings = PostgresSandbox.Settings.DEFAULT;
    return PostgresSandbox.unavailable(settings).isPresent()
        ? Optional.empty()
        : Optional.of(new DrillDatabases(parent -> PostgresSandbox.start(room(parent), settings)));
  }

  /** The server runs as somebody else when we are root, and may not look into our folders then. */
  private static Path room(Path parent) {
    boolean root = System.getProperty("user.name", "").equals("root");
    return root ? Path.of(System.getProperty("java.io.tmpdir", "/tmp")) : parent;
  }

  /** What came of all dumps. */
  record Found(List<DrillProof.Database> databases, Optional<Instant> newest) {}

  /** Whether the file is a dump of PostgreSQL in its own format. */
  static boolean isDump(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(CUSTOM_FORMAT.length), CUSTOM_FORMAT);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Tries each dump among {@code entries}; what does not work is a problem of that dump. Of one
   * that another program has to read only the register is counted.
   *
   * @param live whether live registers are asked, too
   * @param age how long ago the backup was
   */
  Found attempt(
      BackupPlan plan,
      boolean live,
      Duration age,
      Path root,
      List<ManifestEntry> entries,
      BackupManifest manifest,
      Path scratch) {
    Map<String, DumpRecord> records = records(manifest);
    List<ManifestEntry> dumps =
        entries.stream()
            .filter(entry -> !entry.isLink())
            .filter(entry ->
                RawName.resolve(root, entry.path()).filter(DrillDatabases::isDump).isPresent())
            .toList();
    List<DrillProof.Database> tried = new ArrayList<>();
    for (ManifestEntry entry : entries) {
      DumpRecord record = records.get(entry.path());
      if (record != null && !dumps.contains(entry)) {
        DrillProof.Register counts = register(plan, record, OptionalLong.empty(), live, age);
        if (counts != null) {
          tried.add(new DrillProof.Database(entry.path(), 0, 0, List.of(), counts));
        }
      }
    }
    if (dumps.isEmpty()) {
      return new Found(tried, Optional.empty());
    }
    List<Instant> moments = new ArrayList<>();
    try (DatabaseSandbox server = sandbox.apply(Files.createDirectories(scratch))) {
      for (ManifestEntry dump : dumps) {
        Path file = RawName.resolve(root, dump.path()).orElseThrow();
        RestoredDatabase restored = restore(server, plan, dump.path(), file);
        restored.newest().ifPresent(moments::add);
        DumpRecord record = records.get(dump.path());
        DrillProof.Register counts =
            record == null ? null : register(plan, record, restored.register(), live, age);
        tried.add(judged(dump.path(), restored, record, counts));
      }
    } catch (SourceException | IOException e) {
      tried.add(
          new DrillProof.Database(
              dumps.getFirst().path(), 0, 0, List.of("không thử được: " + e.getMessage())));
    }
    return new Found(tried, moments.stream().max(Instant::compareTo));
  }

  private static DrillProof.@Nullable Register register(
      BackupPlan plan, DumpRecord record, OptionalLong restored, boolean live, Duration age) {
    return RegisterCounts.source(plan, record.path())
        .map(source ->
            RegisterCounts.of(
                record,
                restored,
                live ? Optional.of(LiveRegister.ask(source, record.database())) : Optional.empty(),
                age))
        .orElse(null);
  }

  /** The query the plan declares for the dump at this path. */
  private static Optional<String> newest(BackupPlan plan, String path) {
    return plan.sources().stream()
        .filter(source -> path.startsWith("/" + source.id() + "/"))
        .flatMap(source ->
            source instanceof BackupSource.PostgresDump dump
                ? dump.newest().stream()
                : Stream.<String>empty())
        .findFirst();
  }

  private static Map<String, DumpRecord> records(BackupManifest manifest) {
    return manifest.dumps().stream()
        .collect(Collectors.toMap(DumpRecord::path, Function.identity(), (a, b) -> a));
  }

  private static RestoredDatabase restore(
      DatabaseSandbox server, BackupPlan plan, String path, Path file) throws IOException {
    Optional<String> register = RegisterCounts.source(plan, path).flatMap(RegisterCounts::query);
    try (InputStream in = Files.newInputStream(file)) {
      return server.restore(StratifiedSample.name(path), in, newest(plan, path), register);
    }
  }

  private static DrillProof.Database judged(
      String path,
      RestoredDatabase restored,
      @Nullable DumpRecord record,
      DrillProof.@Nullable Register register) {
    List<String> problems = new ArrayList<>(restored.problems());
    if (record != null) {
      problems.addAll(restored.differences(record));
    }
    return new DrillProof.Database(
        path,
        restored.rows().size(),
        restored.totalRows(),
        problems.stream().map(problem -> path + ": " + problem).toList(),
        register);
  }

  /**
   * How the database in {@code file} differs from what was counted of the dump at {@code path};
   * empty when nothing was counted, or it cannot be told.
   */
  List<String> differences(
      BackupPlan plan, String path, Path file, BackupManifest manifest, Path scratch)
      throws IOException {
    DumpRecord record = records(manifest).get(path);
    if (record == null || record.rows().isEmpty()) {
      return List.of();
    }
    try (DatabaseSandbox server = sandbox.apply(Files.createDirectories(scratch))) {
      RestoredDatabase restored = restore(server, plan, path, file);
      List<String> found = new ArrayList<>(restored.problems());
      found.addAll(restored.differences(record));
      return found;
    } catch (SourceException e) {
      return List.of();
    }
  }

  /** Whether rows of this dump were counted when it was made. */
  static boolean counted(String path, BackupManifest manifest) {
    DumpRecord record = records(manifest).get(path);
    return record != null && !record.rows().isEmpty();
  }
}
