package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Gives a restored entry its extended attributes, its owner (when we may), its mode, its access
 * control lists and its time, in this order.
 */
final class AttributeWriter {

  /** Told what could not be set. */
  interface Problems {
    void add(String path, FileProblem.Kind kind, String detail);
  }

  /** As far as Java's own call reaches: nanoseconds in 64 bits. */
  private static final Instant LATEST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

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
    attempt(display, () -> modified(path, wanted.modified()));
  }

  private static void modified(Path path, Instant time) throws IOException {
    boolean odd = time.getEpochSecond() < 0 || time.isAfter(LATEST);
    Optional<AttributeCalls> calls = odd ? AttributeCalls.ofThisMachine() : Optional.empty();
    if (calls.isPresent()) {
      calls.get().modified(path, time);
    } else {
      Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(FileTime.from(time), null, null);
    }
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
