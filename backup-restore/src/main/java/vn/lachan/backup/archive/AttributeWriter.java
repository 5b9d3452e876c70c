package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;

/**
 * Gives a restored entry its extended attributes, its owner (when we may), its mode, its access
 * control lists and its time, in this order.
 */
final class AttributeWriter {

  /** Told what could not be set. */
  interface Problems {
    void add(String path, FileProblem.Kind kind, String detail);
  }

  private final Problems problems;
  private final boolean mayChangeOwner = System.getProperty("user.name", "").equals("root");

  AttributeWriter(Problems problems) {
    this.problems = problems;
  }

  void write(Path path, String display, TreeNode node) {
    NodeAttributes wanted = node.attributes();
    LinkOption here = LinkOption.NOFOLLOW_LINKS;
    boolean link = node.type() == NodeType.SYMLINK;
    if (!link && !node.extended().isEmpty()) {
      attempt(display, () -> ExtendedAttributes.writePlain(path, node.extended()));
    }
    attempt(
        display,
        () -> {
          if (mayChangeOwner) {
            Files.setAttribute(path, "unix:uid", (int) wanted.uid(), here);
            Files.setAttribute(path, "unix:gid", (int) wanted.gid(), here);
          }
          if (!link) {
            Files.setAttribute(path, "unix:mode", wanted.permissions());
          }
        });
    if (!link) {
      attempt(display, () -> ExtendedAttributes.writeRights(path, node.extended()));
    }
    attempt(
        display,
        () ->
            Files.getFileAttributeView(path, BasicFileAttributeView.class, here)
                .setTimes(FileTime.from(wanted.modified()), null, null));
  }

  private interface Step {
    void run() throws IOException;
  }

  private void attempt(String display, Step step) {
    try {
      step.run();
    } catch (IOException | IllegalArgumentException e) {
      String reason = e instanceof IOException io ? Reasons.of(io) : String.valueOf(e.getMessage());
      problems.add(display, FileProblem.Kind.ATTRIBUTES, reason);
    }
  }
}
