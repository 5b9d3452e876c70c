package vn.lachan.backup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.lachan.backup.repository.Repository;

/**
 * Saves streams as files of a snapshot, cut like files and never held whole in memory or on disk.
 *
 * <p>A stream that fails before its end leaves pieces that no snapshot names, and no file. For one
 * thread.
 */
public final class StreamSaver {

  private static final Pattern PATH = Pattern.compile("(/[^/\\\\\\p{Cntrl}]{1,200}){2,8}");
  private static final int FILE_MODE = 0600;

  private final FileCutter cutter;
  private final long uid;
  private final long gid;

  /** Files belong to {@code uid} and {@code gid} when they are restored by root. */
  public StreamSaver(Repository repository, long uid, long gid) {
    this.cutter = new FileCutter(repository, ArchiveSettings.DEFAULT);
    this.uid = uid;
    this.gid = gid;
  }

  /**
   * Saves {@code content} to its end; does not close it.
   *
   * @param path at least one folder and a name
   */
  public StreamedFile save(String path, InputStream content, Instant modified) throws IOException {
    if (!PATH.matcher(path).matches() || path.contains("/../") || path.contains("/./")) {
      throw new IllegalArgumentException("no path of a streamed file: " + path);
    }
    FileCutter.Cut cut = cutter.cut(Channels.newChannel(content));
    RawName name = RawName.of(path.substring(path.lastIndexOf('/') + 1));
    TreeNode node =
        new TreeNode(
            name,
            NodeType.FILE,
            attributes(FILE_MODE, modified, uid, gid),
            cut.size(),
            Optional.empty(),
            cut.pieces(),
            Optional.empty());
    return new StreamedFile(path, node, cut.digest());
  }

  /** What the file system would say of such an entry. */
  static NodeAttributes attributes(int permissions, Instant modified, long uid, long gid) {
    return new NodeAttributes(permissions, modified, modified, uid, gid, "", "", 0, 0, 1, 0);
  }

  /** The first folders of {@code files}, each once. */
  public static List<String> roots(List<String> paths) {
    return paths.stream().map(path -> "/" + path.split("/", -1)[1]).distinct().sorted().toList();
  }
}
