package vn.lachan.backup.command;

import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TreeNode;
import vn.lachan.backup.archive.TreeWalk;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;

/** Lists what is in a snapshot, or below some paths of it. */
final class LsWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(Accepted.ANY);
  }

  @Override
  public int run(Call call) {
    String word = call.given().word(0, "ảnh chụp");
    int[] exit = new int[1];
    try (Repository repository = call.place().open()) {
      StoredSnapshot snapshot = Call.snapshot(Snapshots.list(repository), word);
      repository.loadIndexTolerant();
      PathChoice choice =
          new PathChoice(call.given().words().subList(1, call.given().words().size()));
      new TreeWalk(repository)
          .walk(
              snapshot.tree(),
              new TreeWalk.Visitor() {
                @Override
                public boolean entry(String path, TreeNode node) {
                  if (choice.isWanted(path)) {
                    show(call, path, node);
                  }
                  return choice.leadsTo(path);
                }

                @Override
                public void lost(String path, RepositoryException reason) {
                  call.complain(path + ": " + reason.getMessage());
                  exit[0] = 1;
                }
              });
    }
    return exit[0];
  }

  private static void show(Call call, String path, TreeNode node) {
    call.output()
        .write(
            path,
            "path",
            path,
            "type",
            node.type().toString(),
            "size",
            node.size(),
            "mode",
            Integer.toOctalString(node.attributes().permissions()),
            "mtime",
            node.attributes().modified().toString(),
            "uid",
            node.attributes().uid(),
            "gid",
            node.attributes().gid());
  }
}
