package vn.lachan.incidents.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.store.Sha256;

/**
 * Files kept under their SHA-256: {@code ab/abcdef...}. A file is written aside, forced to disk and
 * then renamed, so that a name never stands for half a file.
 */
final class EvidenceFolder {
  private static final int BUFFER = 64 * 1024;

  private final Path folder;
  private final long maxBytes;

  EvidenceFolder(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /** What was written: digest and size. */
  record Written(String sha256, long size) {}

  /**
   * @throws InvalidRequestException when there is more than the limit
   */
  Written write(InputStream content) throws IOException {
    Files.createDirectories(folder);
    Path temporary = folder.resolve(".incoming-" + UUID.randomUUID());
    try {
      MessageDigest digest = Sha256.digest();
      long size = copy(new DigestInputStream(content, digest), temporary);
      String sha256 = HexFormat.of().formatHex(digest.digest());
      Path target = path(sha256);
      Path shelf = shelf(sha256);
      Files.createDirectories(shelf);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(shelf);
      force(folder);
      return new Written(sha256, size);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private long copy(InputStream content, Path target) throws IOException {
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (FileChannel channel =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        size += read;
        if (size > maxBytes) {
          throw new InvalidRequestException(
              "file", "Tệp chứng cứ lớn hơn giới hạn " + maxBytes + " byte.");
        }
        out.write(buffer, 0, read);
      }
      channel.force(true);
    }
    return size;
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  InputStream open(String sha256) throws IOException {
    return Files.newInputStream(path(sha256));
  }

  /** Digest of what is there now; empty when nothing is. */
  String digest(String sha256) throws IOException {
    if (!Files.isRegularFile(path(sha256))) {
      return "";
    }
    MessageDigest digest = Sha256.digest();
    try (InputStream in = open(sha256)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private Path path(String sha256) {
    return shelf(sha256).resolve(sha256);
  }

  private Path shelf(String sha256) {
    return folder.resolve(sha256.substring(0, 2));
  }
}
