package vn.lachan.backup.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Copies the platform itself: {@code keys.zip.p7m} (sealed: keys, and the secrets of playbooks),
 * where its folders are, the audit trail, the database, and the stored events where they are
 * wanted.
 *
 * <p>The trail goes on growing meanwhile. Its checkpoints are read first and its segments after
 * them, each to its last whole line, so every checkpoint finds its record in the copy and the copy
 * verifies.
 */
final class PlatformCopy {

  private static final String CHECKPOINTS = "checkpoints.ndjson";
  private static final List<String> SECRET = List.of("keys", "audit/keys", "vault");
  private static final int LARGEST_KEY = 1 << 20;

  private final BackupSource.Platform source;
  private final Optional<PlatformDatabase> database;

  PlatformCopy(BackupSource.Platform source, Optional<PlatformDatabase> database) {
    this.source = source;
    this.database = database;
  }

  void run(SourceCapture to) {
    if (!Files.isDirectory(source.data())) {
      throw new SourceException("không có thư mục dữ liệu " + source.data());
    }
    try {
      byte[] place = source.data().toString().getBytes(StandardCharsets.UTF_8);
      to.plain("data-folder", new ByteArrayInputStream(place)); // below which the folders are
      keys(to);
      trail(to);
      if (source.database()) {
        database(to);
      }
      if (source.events()) {
        to.fact("events.days", Integer.toString(new EventsCopy(source.data()).run(to)));
      }
    } catch (IOException e) {
      throw new SourceException("không đọc được " + source.data() + ": " + e.getMessage(), e);
    }
  }

  private void database(SourceCapture to) throws IOException {
    PlatformDatabase from =
        database.orElseThrow(
            () -> new SourceException("lệnh này không đọc được cơ sở dữ liệu của nền tảng"));
    try (InputStream content = PipedDump.of(out -> from.write(source.data(), out))) {
      to.plain("database.sql", content);
    }
  }

  private void keys(SourceCapture to) throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    int count = 0;
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      for (String folder : SECRET) {
        for (Path file : files(source.data().resolve(folder))) {
          if (Files.size(file) > LARGEST_KEY) {
            throw new SourceException("tệp khóa quá lớn: " + file);
          }
          out.putNextEntry(new ZipEntry(folder + "/" + file.getFileName()));
          Files.copy(file, out);
          count++;
        }
      }
    }
    if (count == 0) {
      throw new SourceException("không có khóa nào trong " + source.data());
    }
    SealedKeys sealed = SealedKeys.seal(zip.toByteArray(), source.sealFor());
    to.fact("keys", Integer.toString(count));
    to.fact("keys.sealedFor", sealed.recipient());
    to.plain("keys.zip.p7m", new ByteArrayInputStream(sealed.content()));
  }

  private void trail(SourceCapture to) throws IOException {
    Path folder = source.data().resolve("audit");
    Path checkpoints = folder.resolve(CHECKPOINTS);
    if (Files.exists(checkpoints)) {
      prefix(checkpoints, to);
    }
    List<Path> files = new ArrayList<>(files(folder)); // listed after the checkpoints were read
    files.removeIf(file -> !file.getFileName().toString().matches("audit-\\d+\\.ndjson"));
    for (Path file : files) {
      prefix(file, to);
    }
    to.fact("audit.segments", Integer.toString(files.size()));
  }

  /** A growing file to its last whole line of now. */
  private static void prefix(Path file, SourceCapture to) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      long end = wholeLines(open, open.length());
      open.seek(0);
      InputStream content = Channels.newInputStream(open.getChannel());
      to.plain("audit/" + file.getFileName(), new BoundedStream(content, end));
    }
  }

  private static long wholeLines(RandomAccessFile file, long length) throws IOException {
    byte[] block = new byte[8192];
    long to = length;
    while (to > 0) {
      int size = (int) Math.min(block.length, to);
      file.seek(to - size);
      file.readFully(block, 0, size);
      for (int i = size - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return to - size + i + 1;
        }
      }
      to -= size;
    }
    return 0;
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, Files::isRegularFile)) {
        stream.forEach(files::add);
      }
    }
    files.sort(null);
    return files;
  }
}
