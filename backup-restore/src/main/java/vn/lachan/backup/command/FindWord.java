package vn.lachan.backup.command;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TreeNode;
import vn.lachan.backup.archive.TreeWalk;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;

/** Finds names in all snapshots, newest first. Exit 1 when nothing fits. */
final class FindWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(Accepted.ANY, "host", "path", "tag");
  }

  @Override
  public int run(Call call) {
    List<PathMatcher> patterns = patterns(call);
    int[] found = new int[1];
    try (Repository repository = call.place().open()) {
      List<StoredSnapshot> snapshots = Snapshots.list(repository).all();
      repository.loadIndexTolerant();
      for (StoredSnapshot snapshot : snapshots.reversed()) {
        if (call.wants(snapshot)) {
          new TreeWalk(repository).walk(snapshot.tree(), visitor(call, snapshot, patterns, found));
        }
      }
    }
    return found[0] > 0 ? 0 : 1;
  }

  private static List<PathMatcher> patterns(Call call) {
    call.given().word(0, "mẫu tên");
    try {
      return call.given().words().stream()
          .map(word -> FileSystems.getDefault().getPathMatcher("glob:" + word))
          .toList();
    } catch (PatternSyntaxException e) {
      throw new WrongUsageException("mẫu tên không hợp lệ: " + e.getPattern());
    }
  }

  private static TreeWalk.Visitor visitor(
      Call call, StoredSnapshot snapshot, List<PathMatcher> patterns, int[] found) {
    return new TreeWalk.Visitor() {
      @Override
      public boolean entry(String path, TreeNode node) {
        Path name = Path.of(node.name().toString());
        Path whole = Path.of(path);
        if (patterns.stream().anyMatch(p -> p.matches(name) || p.matches(whole))) {
          found[0]++;
          call.output()
              .write(
                  "%s  %s  %d  %s"
                      .formatted(
                          snapshot.id().shortText(),
                          node.attributes().modified(),
                          node.size(),
                          path),
                  "snapshot",
                  snapshot.id().toString(),
                  "at",
                  snapshot.at().toString(),
                  "path",
                  path,
                  "type",
                  node.type().toString(),
                  "size",
                  node.size(),
                  "mtime",
                  node.attributes().modified().toString());
        }
        return true;
      }

      @Override
      public void lost(String path, RepositoryException reason) {
        call.complain(snapshot.id().shortText() + ":" + path + ": " + reason.getMessage());
      }
    };
  }
}
