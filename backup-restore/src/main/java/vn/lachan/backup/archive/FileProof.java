package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalInt;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/** Proves that a file on disk is what the snapshot holds, without reading the repository. */
final class FileProof {

  private final Repository repository;

  FileProof(Repository repository) {
    this.repository = repository;
  }

  /** Whether {@code path} is a file with exactly the content of {@code node}; false in doubt. */
  boolean isWhole(Path path, TreeNode node) {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() != node.size()) {
        return false;
      }
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      long read = 0;
      for (StorageId id : node.content()) {
        OptionalInt length = repository.length(BlobType.DATA, id);
        if (length.isEmpty()
            || !StorageId.of(digest(channel, length.getAsInt(), sha256)).equals(id)) {
          return false;
        }
        read += length.getAsInt();
      }
      return read == node.size();
    } catch (IOException e) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  private static byte[] digest(FileChannel channel, int length, MessageDigest sha256)
      throws IOException {
    ByteBuffer slice = ByteBuffer.allocate(8192);
    int rest = length;
    while (rest > 0) {
      slice.clear().limit(Math.min(slice.capacity(), rest));
      int count = channel.read(slice);
      if (count < 0) {
        break;
      }
      sha256.update(slice.array(), 0, count);
      rest -= count;
    }
    return sha256.digest();
  }
}
