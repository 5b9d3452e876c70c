package vn.lachan.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.backup.repository.ResticJson;
import vn.lachan.backup.repository.StorageId;

/**
 * A small file that remembers a moment for each of some packs.
 *
 * <p>Replaced whole: temporary file, forced to disk, renamed, folder forced to disk. What cannot be
 * read counts as nothing remembered.
 */
final class PackTimes {

  private static final Logger LOG = LoggerFactory.getLogger(PackTimes.class);

  record Document(int version, @Nullable String repository, @Nullable Map<String, String> packs) {}

  private final Path folder;
  private final String word;

  /**
   * @param word the name of the file begins with it
   */
  PackTimes(Path folder, String word) {
    this.folder = folder;
    this.word = word;
  }

  private Path file(String repository) {
    String name = StorageId.parse(repository).map(StorageId::shortText).orElse("unknown");
    return folder.resolve(word + "-" + name + ".json");
  }

  Map<StorageId, Instant> read(String repository) {
    Map<StorageId, Instant> times = new TreeMap<>();
    Path file = file(repository);
    try {
      Document document =
          ResticJson.read(Files.readAllBytes(file), Document.class)
              .filter(d -> repository.equals(d.repository()))
              .orElseThrow(() -> new IOException("is no such document"));
      Map<String, String> packs = document.packs() == null ? Map.of() : document.packs();
      for (Map.Entry<String, String> entry : packs.entrySet()) {
        Instant time = Instant.parse(entry.getValue());
        StorageId.parse(entry.getKey()).ifPresent(pack -> times.put(pack, time));
      }
    } catch (NoSuchFileException e) {
      return times;
    } catch (IOException | DateTimeException e) {
      LOG.warn("cannot read {}, beginning anew: {}", file, e.toString());
      times.clear();
    }
    return times;
  }

  void write(String repository, Map<StorageId, Instant> times) {
    Map<String, String> packs = new TreeMap<>();
    times.forEach((pack, time) -> packs.put(pack.toString(), time.toString()));
    byte[] json = ResticJson.write(new Document(1, repository, packs));
    Path file = file(repository);
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.deleteIfExists(temporary);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer rest = ByteBuffer.wrap(json);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw new BackupHistoryException("cannot write " + file, e);
    }
  }
}
