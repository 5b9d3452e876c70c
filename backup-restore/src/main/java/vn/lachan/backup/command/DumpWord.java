package vn.lachan.backup.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.FileTrouble;
import vn.lachan.backup.archive.FileProblem;
import vn.lachan.backup.archive.FolderDump;
import vn.lachan.backup.archive.Lookup;
import vn.lachan.backup.archive.NodeType;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TreeNode;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * Writes the content of one file, or a folder as a tar archive, to standard output and nothing
 * else.
 */
final class DumpWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(2);
  }

  @Override
  public int run(Call call) {
    String word = call.given().word(0, "ảnh chụp");
    String path = call.given().word(1, "đường dẫn trong ảnh chụp");
    try (Repository repository = call.place().open()) {
      StoredSnapshot snapshot = Call.snapshot(Snapshots.list(repository), word);
      repository.loadIndexTolerant();
      OutputStream out = new CheckedOutput(call.out());
      List<FileProblem> problems = List.of();
      Optional<TreeNode> node = Lookup.find(repository, snapshot.tree(), path);
      Optional<StorageId> tree =
          path.matches("/+") ? Optional.of(snapshot.tree()) : node.flatMap(TreeNode::subtree);
      if (tree.isPresent()) {
        problems = new FolderDump(repository, out).write(path, tree.get());
      } else {
        TreeNode file =
            node.filter(found -> found.type() == NodeType.FILE)
                .orElseThrow(
                    () -> new WrongUsageException("ảnh chụp không có tệp hay thư mục " + path));
        Lookup.content(repository, file, out::write);
      }
      out.flush();
      problems.forEach(problem -> {
        FileTrouble trouble = FileTrouble.of(problem);
        call.complain(trouble.path() + ": " + trouble.reason());
      });
      return problems.isEmpty() ? 0 : 1;
    } catch (IOException e) {
      call.complain("không ghi được ra luồng đích");
      return 2;
    }
  }
}
