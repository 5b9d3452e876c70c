package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.archive.RawName;
import vn.lachan.backup.archive.Reasons;
import vn.lachan.backup.repository.Sha256;

/** Compares a restored folder with what the manifest of the backup says, reading every byte. */
final class ManifestComparison {

  /** How one entry compares. */
  enum Verdict {
    SAME,
    MISSING,
    DIFFERS
  }

  /** What a comparison of everything found. Paths are sorted. */
  record Found(List<String> missing, List<String> differing, List<String> unexpected) {}

  private final Path root;
  private final List<ManifestEntry> entries;

  ManifestComparison(Path root, List<ManifestEntry> entries) {
    this.root = root;
    this.entries = entries;
  }

  Found all() {
    Map<Verdict, List<String>> byVerdict =
        entries.parallelStream()
            .collect(
                Collectors.groupingBy(
                    this::one, Collectors.mapping(ManifestEntry::path, Collectors.toList())));
    Map<Verdict, List<String>> found = new HashMap<>(byVerdict);
    return new Found(
        found.getOrDefault(Verdict.MISSING, List.of()),
        found.getOrDefault(Verdict.DIFFERS, List.of()),
        unexpected());
  }

  Verdict one(ManifestEntry entry) {
    Optional<Path> place = RawName.resolve(root, entry.path());
    if (place.isEmpty() || !Files.exists(place.get(), LinkOption.NOFOLLOW_LINKS)) {
      return Verdict.MISSING;
    }
    try {
      return isSame(place.get(), entry) ? Verdict.SAME : Verdict.DIFFERS;
    } catch (IOException e) {
      return Verdict.DIFFERS;
    }
  }

  private static boolean isSame(Path file, ManifestEntry entry) throws IOException {
    if (entry.isLink()) {
      return Files.isSymbolicLink(file)
          && RawName.linkTarget(file).toString().equals(entry.linkTarget());
    }
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == entry.size()
        && Sha256.of(file).equals(entry.sha256());
  }

  private List<String> unexpected() {
    Set<String> wanted = entries.stream().map(ManifestEntry::path).collect(Collectors.toSet());
    List<String> paths = new ArrayList<>();
    try {
      collect(root, "", wanted, paths);
    } catch (IOException e) {
      paths.add(root + " (không liệt kê được: " + Reasons.of(e) + ")");
    }
    paths.sort(null);
    return paths;
  }

  private static void collect(Path folder, String display, Set<String> wanted, List<String> paths)
      throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String path = display + "/" + RawName.of(entry);
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          collect(entry, path, wanted, paths);
        } else if (!wanted.contains(path)) {
          paths.add(path);
        }
      }
    }
  }
}
