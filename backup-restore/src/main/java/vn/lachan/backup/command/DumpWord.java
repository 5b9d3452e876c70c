package vn.lachan.backup.command;

import vn.lachan.backup.archive.Lookup;
import vn.lachan.backup.archive.NodeType;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TreeNode;
import vn.lachan.backup.repository.Repository;

/** Writes the content of one file to standard output and nothing else. */
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
      TreeNode node =
          Lookup.find(repository, snapshot.tree(), path)
              .filter(found -> found.type() == NodeType.FILE)
              .orElseThrow(() -> new WrongUsageException("ảnh chụp không có tệp " + path));
      Lookup.content(repository, node, piece -> call.out().write(piece, 0, piece.length));
      call.out().flush();
      if (call.out().checkError()) {
        call.complain("không ghi được ra luồng đích");
        return 2;
      }
    }
    return 0;
  }
}
