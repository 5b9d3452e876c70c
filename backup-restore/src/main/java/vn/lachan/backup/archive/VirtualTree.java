package vn.lachan.backup.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;

/** Puts streamed files into folders of their own at the root of a snapshot. */
final class VirtualTree {

  private static final int FOLDER_MODE = 0700;

  private final Repository repository;
  private final TreeCodec codec;

  VirtualTree(Repository repository, TreeCodec codec) {
    this.repository = repository;
    this.codec = codec;
  }

  /** The folders at the root, saved with all below them. */
  List<TreeNode> nodes(List<StreamedFile> files) {
    return nodes(files, 1);
  }

  private List<TreeNode> nodes(List<StreamedFile> files, int depth) {
    Map<String, List<StreamedFile>> byName = new TreeMap<>();
    for (StreamedFile file : files) {
      byName.computeIfAbsent(part(file, depth), name -> new ArrayList<>()).add(file);
    }
    List<TreeNode> nodes = new ArrayList<>();
    byName.forEach((name, below) -> nodes.add(node(name, below, depth)));
    return nodes;
  }

  private TreeNode node(String name, List<StreamedFile> below, int depth) {
    StreamedFile first = below.getFirst();
    boolean isFile = first.path().split("/", -1).length == depth + 1;
    if (isFile) {
      if (below.size() > 1) {
        throw new IllegalArgumentException("two streamed files of one name: " + first.path());
      }
      return first.node();
    }
    byte[] tree = codec.encode(nodes(below, depth + 1));
    NodeAttributes about = first.node().attributes();
    return new TreeNode(
            RawName.of(name),
            NodeType.DIR,
            StreamSaver.attributes(FOLDER_MODE, about.modified(), about.uid(), about.gid()),
            0,
            Optional.empty(),
            List.of(),
            Optional.empty())
        .withSubtree(repository.save(BlobType.TREE, tree, 0, tree.length));
  }

  private static String part(StreamedFile file, int depth) {
    return file.path().split("/", -1)[depth];
  }
}
