package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.Scratch;
import vn.lachan.backup.archive.RawName;
import vn.lachan.backup.plan.BackupPlan;

/** Where negative controls are made: copies of restored dossiers, and the judge. */
final class ControlBench {

  private static final Set<String> DUMPS =
      Set.of("sql", "dump", "pgdump", "dmp", "bak", "csv", "ndjson");
  private static final int MOST_OLDER_TRIED = 50;

  /** Two dossiers with PDFs of different content. */
  record Pair(
      StratifiedSample.Unit first,
      String firstPdf,
      StratifiedSample.Unit second,
      String secondPdf,
      boolean registered) {}

  /** A copy with something old in it. */
  record Stale(Path root, StratifiedSample.Unit unit, String path, String what) {}

  /** What tells one database from another. */
  record Databases(DrillDatabases sandbox, BackupPlan plan, BackupManifest manifest) {}

  private final Path restored;
  private final Path folder;
  private final List<StratifiedSample.Unit> units;
  private final String marker;
  private final Optional<DossierSignatures> signatures;
  private final Map<String, Integer> counts;
  private final OlderVersions older;
  private final Optional<Databases> databases;
  private final RandomGenerator random;

  /**
   * @param restored where the dossiers came back to
   * @param folder an empty one for the copies
   * @param units those that are whole, in an order nobody could choose
   * @param counts how many signatures each file has
   */
  ControlBench(
      Path restored,
      Path folder,
      List<StratifiedSample.Unit> units,
      String marker,
      Optional<DossierSignatures> signatures,
      Map<String, Integer> counts,
      OlderVersions older,
      Optional<Databases> databases,
      RandomGenerator random) {
    this.restored = restored;
    this.folder = folder;
    this.units = List.copyOf(units);
    this.marker = marker;
    this.signatures = signatures;
    this.counts = Map.copyOf(counts);
    this.older = older;
    this.databases = databases;
    this.random = random;
  }

  List<StratifiedSample.Unit> units() {
    return units;
  }

  RandomGenerator random() {
    return random;
  }

  boolean looksAtSignatures() {
    return signatures.isPresent();
  }

  int signatures(String path) {
    return counts.getOrDefault(path, 0);
  }

  /** The same judge as for what was restored. */
  RestoredDossiers.Judgement judge(Path root, List<StratifiedSample.Unit> of) {
    return new RestoredDossiers(marker, signatures, counts).judge(root, of);
  }

  /**
   * Copies these dossiers below a folder called {@code name}, replacing what an earlier try left.
   */
  Path copy(String name, List<StratifiedSample.Unit> of) throws IOException {
    Path root = folder.resolve(name);
    if (Files.exists(root)) {
      Scratch.empty(root);
    }
    Files.createDirectories(root);
    for (StratifiedSample.Unit unit : of) {
      for (ManifestEntry entry : unit.entries()) {
        Path from = RawName.resolve(restored, entry.path()).orElseThrow();
        Path to = RawName.resolve(root, entry.path()).orElseThrow();
        Files.createDirectories(to.resolveSibling("."));
        Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
        if (!entry.isLink()) {
          Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
        }
      }
    }
    return root;
  }

  /** Two dossiers whose PDFs are not the same; those with a register first. */
  Optional<Pair> twoPdfs() {
    Optional<Pair> found = Optional.empty();
    List<Pdf> seen = new ArrayList<>();
    for (StratifiedSample.Unit unit : units) {
      Optional<Pdf> pdf = pdf(unit);
      if (pdf.isEmpty()) {
        continue;
      }
      for (Pdf other : seen) {
        if (!other.entry().sha256().equals(pdf.get().entry().sha256())) {
          boolean registered = other.registered() && pdf.get().registered();
          Pair pair =
              new Pair(
                  other.unit(), other.entry().path(), unit, pdf.get().entry().path(), registered);
          if (registered) {
            return Optional.of(pair);
          }
          found = found.or(() -> Optional.of(pair));
        }
      }
      if (seen.size() < 20) {
        seen.add(pdf.get());
      }
    }
    return found;
  }

  private record Pdf(StratifiedSample.Unit unit, ManifestEntry entry, boolean registered) {}

  private Optional<Pdf> pdf(StratifiedSample.Unit unit) {
    Set<String> registered = Set.copyOf(registered(unit));
    return unit.entries().stream()
        .filter(e -> !e.isLink() && e.path().toLowerCase(Locale.ROOT).endsWith(".pdf"))
        .sorted((a, b) -> Integer.compare(value(b.path(), registered), value(a.path(), registered)))
        .findFirst()
        .map(e -> new Pdf(unit, e, registered.contains(e.path())));
  }

  /** Signed and registered PDFs make the harder control. */
  private int value(String path, Set<String> registered) {
    return (registered.contains(path) ? 2 : 0) + (signatures(path) > 0 ? 1 : 0);
  }

  private List<String> registered(StratifiedSample.Unit unit) {
    return DossierRegister.read(restored, unit, marker).listed().stream()
        .filter(listed -> !listed.sha256().isEmpty())
        .map(DossierRegister.Listed::path)
        .toList();
  }

  /** A file replaced by its older version, dumps first; else a dump cut short. */
  Optional<Stale> stale(String name) throws IOException {
    List<Candidate> dumps = candidates(true);
    List<Candidate> all = new ArrayList<>(dumps);
    all.addAll(candidates(false));
    for (Candidate one : all.subList(0, Math.min(all.size(), MOST_OLDER_TRIED))) {
      Optional<OlderVersions.Older> old = older.before(one.entry());
      if (old.isPresent()) {
        Path root = copy(name, List.of(one.unit()));
        Path place = RawName.resolve(root, one.entry().path()).orElseThrow();
        if (old.get().writeTo(place)) {
          String what = "bản của ảnh chụp " + old.get().snapshot().substring(0, 8);
          return Optional.of(new Stale(root, one.unit(), one.entry().path(), what));
        }
      }
    }
    return dumps.isEmpty() ? Optional.empty() : Optional.of(shortened(name, dumps.getFirst()));
  }

  /** Whether rows of the dump at this path were counted when it was made, and can be again. */
  boolean counts(String path) {
    return databases.filter(d -> DrillDatabases.counted(path, d.manifest())).isPresent();
  }

  /** How the database in a stale dump differs from the one that was backed up. */
  List<String> databaseDifferences(Stale stale) throws IOException {
    Databases both = databases.orElseThrow();
    Path file = RawName.resolve(stale.root(), stale.path()).orElseThrow();
    return both.sandbox().differences(both.plan(), stale.path(), file, both.manifest(), folder);
  }

  private record Candidate(StratifiedSample.Unit unit, ManifestEntry entry) {}

  private List<Candidate> candidates(boolean dumps) {
    return units.stream()
        .flatMap(unit -> unit.entries().stream().map(entry -> new Candidate(unit, entry)))
        .filter(one -> !one.entry().isLink() && one.entry().size() > 0)
        .filter(one -> isDump(one.entry().path()) == dumps)
        .toList();
  }

  static boolean isDump(String path) {
    return DUMPS.contains(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /** As a dump was before its last rows were written. */
  private Stale shortened(String name, Candidate dump) throws IOException {
    Path root = copy(name, List.of(dump.unit()));
    Path place = RawName.resolve(root, dump.entry().path()).orElseThrow();
    try (FileChannel channel = FileChannel.open(place, StandardOpenOption.WRITE)) {
      channel.truncate(dump.entry().size() * 9 / 10);
    }
    return new Stale(root, dump.unit(), dump.entry().path(), "bản thiếu các dòng cuối");
  }
}
