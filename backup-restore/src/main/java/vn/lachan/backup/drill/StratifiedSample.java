package vn.lachan.backup.drill;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.plan.DrillSample;
import vn.lachan.backup.repository.Sha256;

/**
 * What a drill restores, drawn from the manifest of the backup and never from the repository.
 *
 * <p>Units are dossiers (folders that hold the marker) and every file that lies in none. Strata are
 * parent folder (the commune) x kind x size. From each stratum come the units with the smallest
 * SHA-256 of {@code seed + "\n" + path}, so that anybody with the manifest and the seed draws the
 * same: {@code max(atLeast, percent)} of it. The unit with the newest file is always among them,
 * because it tells what would be lost.
 *
 * @param units in the order of their paths
 * @param strata in the order of their names
 */
record StratifiedSample(List<Unit> units, List<DrillPlan.Stratum> strata) {

  private static final long SMALL = 1_000_000;
  private static final long LARGE = 10_000_000;

  /**
   * A dossier, or a file for itself.
   *
   * @param dossier whether it is a folder with the marker
   * @param entries its files and links, by path
   */
  record Unit(String path, boolean dossier, List<ManifestEntry> entries) {
    Unit {
      entries = List.copyOf(entries);
    }

    Instant newest() {
      return entries.stream()
          .map(ManifestEntry::modified)
          .max(Comparator.naturalOrder())
          .orElse(Instant.MIN);
    }
  }

  StratifiedSample {
    units = List.copyOf(units);
    strata = List.copyOf(strata);
  }

  /** Draws; the same arguments give the same sample. */
  static StratifiedSample draw(BackupManifest manifest, DrillSample rule, String seed) {
    boolean whole = rule.isWhole(manifest.entries().size());
    Map<String, List<Unit>> strata = new TreeMap<>();
    for (Unit unit : units(manifest, rule.marker())) {
      strata.computeIfAbsent(stratum(unit), name -> new ArrayList<>()).add(unit);
    }
    Optional<Unit> newest =
        strata.values().stream().flatMap(List::stream).max(StratifiedSample::compareAge);
    List<Unit> drawn = new ArrayList<>();
    List<DrillPlan.Stratum> counts = new ArrayList<>();
    strata.forEach((name, all) -> {
      int size = whole ? all.size() : size(all.size(), rule);
      Set<Unit> chosen = new LinkedHashSet<>(first(all, size, seed));
      newest.filter(all::contains).ifPresent(chosen::add);
      counts.add(new DrillPlan.Stratum(name, all.size(), chosen.size()));
      drawn.addAll(chosen);
    });
    drawn.sort(Comparator.comparing(Unit::path));
    return new StratifiedSample(drawn, counts);
  }

  private static int compareAge(Unit a, Unit b) {
    int byAge = a.newest().compareTo(b.newest());
    return byAge == 0 ? a.path().compareTo(b.path()) : byAge;
  }

  private static int size(int population, DrillSample rule) {
    int share = Math.ceilDiv(population * rule.percent(), 100);
    return Math.min(population, Math.max(rule.atLeast(), share));
  }

  private static List<Unit> first(List<Unit> all, int size, String seed) {
    return size == all.size() ? all : inOrderOf(seed, all).subList(0, size);
  }

  /** The units in an order nobody can choose: by the digest of seed and path. */
  static List<Unit> inOrderOf(String seed, List<Unit> units) {
    Map<String, String> keys = new LinkedHashMap<>();
    units.forEach(unit ->
        keys.put(
            unit.path(), Sha256.of((seed + "\n" + unit.path()).getBytes(StandardCharsets.UTF_8))));
    return units.stream()
        .sorted(Comparator.comparing((Unit unit) -> keys.getOrDefault(unit.path(), "")))
        .toList();
  }

  private static List<Unit> units(BackupManifest manifest, String marker) {
    Set<String> dossiers = dossiers(manifest, marker);
    Map<String, List<ManifestEntry>> byUnit = new TreeMap<>();
    for (ManifestEntry entry : manifest.entries()) {
      byUnit.computeIfAbsent(unitOf(entry.path(), dossiers), u -> new ArrayList<>()).add(entry);
    }
    List<Unit> units = new ArrayList<>();
    byUnit.forEach((path, entries) -> units.add(new Unit(path, dossiers.contains(path), entries)));
    return units;
  }

  private static Set<String> dossiers(BackupManifest manifest, String marker) {
    Set<String> folders = new HashSet<>();
    if (!marker.isEmpty()) {
      manifest.entries().stream()
          .filter(entry -> name(entry.path()).equals(marker))
          .forEach(entry -> folders.add(parent(entry.path())));
    }
    return folders;
  }

  private static String unitOf(String path, Set<String> dossiers) {
    for (String up = parent(path); !up.isEmpty(); up = parent(up)) {
      if (dossiers.contains(up)) {
        return up;
      }
    }
    return path;
  }

  private static String stratum(Unit unit) {
    long bytes = unit.entries().stream().mapToLong(ManifestEntry::size).sum();
    String size = bytes < SMALL ? "< 1 MB" : bytes < LARGE ? "1–10 MB" : "≥ 10 MB";
    String folder = name(parent(unit.path()));
    return (folder.isEmpty() ? "/" : folder) + " · " + kind(unit) + " · " + size;
  }

  /** What the names of the files tell; whether a PDF is signed is not known before it is read. */
  private static String kind(Unit unit) {
    Set<String> ends = new HashSet<>();
    unit.entries().forEach(entry -> ends.add(end(entry.path())));
    if (!unit.dossier()) {
      String only = ends.iterator().next();
      return "tệp " + (only.isEmpty() ? "khác" : only);
    }
    return "hồ sơ "
        + (ends.contains("p7s") || ends.contains("p7m")
            ? "có chữ ký tách rời"
            : ends.contains("pdf") ? "có PDF" : "không có PDF");
  }

  private static String end(String path) {
    String name = name(path);
    String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return end.matches("[a-z0-9]{1,6}") && end.length() < name.length() ? end : "";
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** All files and links of the sample, by path. */
  List<ManifestEntry> entries() {
    return units.stream()
        .flatMap(unit -> unit.entries().stream())
        .sorted(Comparator.comparing(ManifestEntry::path))
        .toList();
  }

  /** SHA-256 over the lines {@code sha256 path} of all entries: what must come back, in one. */
  String digest() {
    StringBuilder lines = new StringBuilder();
    for (ManifestEntry entry : entries()) {
      lines.append(entry.sha256()).append(' ').append(entry.path()).append('\n');
    }
    return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
