package vn.lachan.app.selfbackup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import vn.lachan.backup.source.BackupSource;

/**
 * Builds a data folder out of what a backup of kind {@code platform} gave back: keys, audit trail,
 * database, evidence, reports and history, and events where the backup has them. What is not in it
 * (the journal, where inputs were) begins empty.
 */
public final class PlatformReturn {

  /** In a data folder for as long as not everything is in it. */
  private static final String UNFINISHED = "dung-lai-chua-xong";

  private PlatformReturn() {}

  /** Whether {@code data} was begun and not finished; no platform may start on it. */
  public static boolean isUnfinished(Path data) {
    return Files.exists(data.resolve(UNFINISHED));
  }

  /**
   * Builds {@code data}. What fails or is ended in the middle leaves a folder that {@link
   * #isUnfinished}.
   *
   * @param from the restored folder of the source, with {@code audit}, {@code database.sql} and
   *     {@code events}
   * @param keys the opened {@code keys.zip}
   * @param data a folder that is empty or not there
   * @return why it was not done, in Vietnamese; empty when it is done
   */
  public static Optional<String> build(Path from, Path keys, Path data) {
    try {
      if (Files.exists(data) && !isEmpty(data)) {
        return Optional.of(
            isUnfinished(data)
                ? "lần dựng trước chưa xong, hãy xóa rồi chạy lại: " + data
                : "thư mục dữ liệu không trống: " + data);
      }
      Files.createDirectories(
          data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.createFile(data.resolve(UNFINISHED));
      if (!unpack(keys, data)) {
        return Optional.of("tệp khóa không phải keys.zip đã mở niêm phong: " + keys);
      }
      copy(from.resolve("audit"), data.resolve("audit"));
      if (Files.exists(from.resolve("database.sql"))) {
        DatabaseScript.load(from.resolve("database.sql"), data);
      }
      events(from.resolve("events"), data.resolve("events"));
      kept(from, data);
      Files.delete(data.resolve(UNFINISHED));
      return Optional.empty();
    } catch (IOException | SQLException e) {
      return Optional.of("không dựng lại được " + data + ": " + e.getMessage());
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  private static boolean unpack(Path keys, Path data) throws IOException {
    int count = 0;
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(keys))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.getName().matches("(keys|audit/keys|vault)/[A-Za-z0-9._-]+")) {
          throw new IOException("tên lạ trong tệp khóa: " + entry.getName());
        }
        Path file = data.resolve(entry.getName());
        Files.createDirectories(
            file.getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, zip.readAllBytes());
        count++;
      }
    }
    return count > 0;
  }

  private static void events(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.createDirectory(
        to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (DirectoryStream<Path> days = Files.newDirectoryStream(from)) {
      for (Path day : days) {
        copy(day, to.resolve(day.getFileName()));
      }
    }
  }

  /** The folders that were restored where they were, below the folder of the restore. */
  private static void kept(Path from, Path data) throws IOException {
    Path place = from.resolve("data-folder");
    Path root = from.toAbsolutePath().normalize().getParent();
    if (root == null || !Files.exists(place)) {
      return; // a backup of an earlier version
    }
    Path before = Path.of(Files.readString(place));
    Path restored = root.resolve(Path.of("/").relativize(before));
    for (String name : BackupSource.Platform.KEPT) {
      if (Files.isDirectory(restored.resolve(name))) {
        tree(restored.resolve(name), data.resolve(name));
      }
    }
  }

  private static void tree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(
            path,
            to.resolve(from.relativize(path)),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(
        to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
      for (Path file : files) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
