package vn.lachan.backup.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.StorageId;

/**
 * Writes what is in a folder of a snapshot as one tar archive, file by file as it comes from the
 * repository. Names are the paths in the snapshot without the first slash, as stock restic has
 * them. A further name of a file is a hard link. For one dump and one thread.
 */
public final class FolderDump {

  private record FileKey(long device, long inode) {}

  private final Repository repository;
  private final TarWriter tar;
  private final Map<FileKey, byte[]> first = new HashMap<>();
  private final List<FileProblem> problems = new ArrayList<>();

  public FolderDump(Repository repository, OutputStream out) {
    this.repository = repository;
    this.tar = new TarWriter(out);
  }

  /**
   * Writes all below the folder {@code path}, whose tree is {@code tree}, and ends the archive.
   *
   * @return what is not in it, whole files at a time
   * @throws RepositoryException when the repository does not give back the rest of a file that was
   *     begun: the archive then breaks off, as nothing else would tell its reader
   */
  public List<FileProblem> write(String path, StorageId tree) throws IOException {
    ByteArrayOutputStream folder = new ByteArrayOutputStream();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        folder.writeBytes(RawName.parse(part).orElse(RawName.of(part)).bytes());
        folder.write('/');
      }
    }
    folder(folder.toByteArray(), path.replaceFirst("/+$", ""), tree);
    tar.end();
    return problems;
  }

  private void folder(byte[] parent, String display, StorageId tree) throws IOException {
    List<TreeNode> nodes;
    try {
      nodes = TreeWalk.load(repository, tree);
    } catch (RepositoryException e) {
      lost(display, e.getMessage());
      return;
    }
    for (TreeNode node : nodes) {
      ByteArrayOutputStream path = new ByteArrayOutputStream();
      path.writeBytes(parent);
      path.writeBytes(node.name().bytes());
      entry(path.toByteArray(), display + "/" + node.name(), node);
    }
  }

  private void entry(byte[] path, String display, TreeNode node) throws IOException {
    switch (node.type()) {
      case DIR -> {
        tar.entry(path, node);
        Optional<StorageId> below = node.subtree();
        if (below.isPresent()) {
          byte[] parent = Arrays.copyOf(path, path.length + 1);
          parent[path.length] = '/';
          folder(parent, display, below.get());
        }
      }
      case FILE -> file(path, display, node);
      case SYMLINK, DEV, CHARDEV, FIFO -> tar.entry(path, node);
      case SOCKET, UNKNOWN ->
          problems.add(
              new FileProblem(display, FileProblem.Kind.SPECIAL, "tar không chứa được loại này"));
    }
  }

  private void file(byte[] path, String display, TreeNode node) throws IOException {
    NodeAttributes attributes = node.attributes();
    FileKey key = new FileKey(attributes.deviceId(), attributes.inode());
    boolean several = attributes.links() > 1 && attributes.inode() != 0;
    Optional<byte[]> known = Optional.ofNullable(several ? first.get(key) : null);
    if (known.isPresent()) {
      tar.hardLink(path, known.get(), node);
      return;
    }
    long size = 0;
    for (StorageId id : node.content()) {
      OptionalInt length = repository.length(BlobType.DATA, id);
      if (length.isEmpty()) {
        lost(display, "data blob " + id + " is in no pack");
        return;
      }
      size += length.getAsInt();
    }
    Optional<byte[]> begin = Optional.empty();
    if (!node.content().isEmpty()) {
      try {
        begin = Optional.of(repository.load(BlobType.DATA, node.content().getFirst()));
      } catch (RepositoryException e) {
        lost(display, e.getMessage());
        return;
      }
    }
    tar.entry(path, node.withContent(node.content(), size));
    if (several) {
      first.put(key, path);
    }
    if (begin.isPresent()) {
      tar.content(begin.get());
    }
    for (StorageId id : node.content().stream().skip(1).toList()) {
      tar.content(repository.load(BlobType.DATA, id));
    }
  }

  private void lost(String display, String reason) {
    problems.add(new FileProblem(display, FileProblem.Kind.LOST, reason));
  }
}
