package vn.lachan.backup.drill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.archive.RawName;

/** Compares a restored folder with the manifest of the backup, reading every byte. */
final class ManifestComparison {

  private static final int READ = 1 << 16;

  /** How one entry compares. */
  enum Verdict {
    SAME,
    MISSING,
    DIFFERS
  }

  /** What a comparison of everything found. Paths are sorted. */
  record Found(List<String> missing, List<String> differing, List<String> unexpected) {}

  private final Path root;
  private final BackupManifest manifest;

  ManifestComparison(Path root, BackupManifest manifest) {
    this.root = root;
    this.manifest = manifest;
  }

  Found all() {
    Map<Verdict, List<String>> byVerdict =
        manifest.entries().parallelStream()
            .collect(
                Collectors.groupingBy(
                    this::one, Collectors.mapping(ManifestEntry::path, Collectors.toList())));
    Map<Verdict, List<String>> found = new HashMap<>(byVerdict);
    return new Found(
        found.getOrDefault(Verdict.MISSING, List.of()),
        found.getOrDefault(Verdict.DIFFERS, List.of()),
        unexpected());
  }

  /** Those of {@code found} that differ now, too. */
  List<String> stillDiffering(Found found) {
    Set<String> differing = Set.copyOf(found.differing());
    return manifest.entries().stream()
        .filter(entry -> differing.contains(entry.path()))
        .filter(entry -> one(entry) != Verdict.SAME)
        .map(ManifestEntry::path)
        .toList();
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
        && sha256(file).equals(entry.sha256());
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
    byte[] buffer = new byte[READ];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private List<String> unexpected() {
    Set<String> wanted =
        manifest.entries().stream().map(ManifestEntry::path).collect(Collectors.toSet());
    List<String> paths = new ArrayList<>();
    try {
      collect(root, "", wanted, paths);
    } catch (IOException e) {
      paths.add(root + " (không liệt kê được: " + e.getClass().getSimpleName() + ")");
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
