package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes of files and folders: on Linux all that this process may see, access control
 * lists ({@code system.posix_acl_access}, {@code system.posix_acl_default}) among them; elsewhere
 * those of class {@code user.}.
 *
 * <p>They are read in the order the file system gives them, as restic does, so that the trees are
 * the same; numbers of users in access control lists are kept as they are.
 */
final class ExtendedAttributes {

  private static final String USER = "user.";
  private static final String LISTS = "system.posix_acl_";

  /** Given by the policy of the machine, never by a snapshot. */
  private static final String LABEL = "security.selinux";

  private static final Optional<AttributeCalls> CALLS = AttributeCalls.ofThisMachine();

  private ExtendedAttributes() {}

  /** Those of {@code path}, a file or folder; none where the file system has none. */
  static List<ExtendedAttribute> read(Path path) throws IOException {
    if (CALLS.isEmpty()) {
      return readUsers(path);
    }
    List<ExtendedAttribute> all = new ArrayList<>();
    for (String name : CALLS.get().list(path)) {
      CALLS.get().get(path, name).ifPresent(value -> all.add(new ExtendedAttribute(name, value)));
    }
    return all;
  }

  private static List<ExtendedAttribute> readUsers(Path path) {
    UserDefinedFileAttributeView view = view(path);
    if (view == null) {
      return List.of();
    }
    try {
      List<ExtendedAttribute> all = new ArrayList<>();
      for (String name : view.list()) {
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        view.read(name, value);
        byte[] bytes = new byte[value.position()];
        value.flip().get(bytes);
        all.add(new ExtendedAttribute(USER + name, bytes));
      }
      return all;
    } catch (IOException e) {
      return List.of(); // the file system has none, or the file cannot be read, which is named
    }
  }

  /** Sets what must be set while we may still write the file: all but lists and rights. */
  static void writePlain(Path path, List<ExtendedAttribute> all) throws IOException {
    write(path, all, attribute -> !isRight(attribute));
  }

  /**
   * Sets what a change of owner or mode would take away again: access control lists and {@code
   * security.}. Lists that {@code all} does not have, because the folder handed them down or an
   * older file had them, are taken away: nobody gets more rights than in the snapshot.
   */
  static void writeRights(Path path, List<ExtendedAttribute> all) throws IOException {
    if (CALLS.isPresent()) {
      for (String name : CALLS.get().list(path)) {
        if (name.startsWith(LISTS) && all.stream().noneMatch(a -> a.name().equals(name))) {
          CALLS.get().remove(path, name);
        }
      }
    }
    write(path, all, ExtendedAttributes::isRight);
  }

  private static boolean isRight(ExtendedAttribute attribute) {
    return attribute.name().startsWith(LISTS) || attribute.name().startsWith("security.");
  }

  /** Sets as many of them as can be set; throws with the name of the first that could not. */
  private static void write(
      Path path, List<ExtendedAttribute> all, Predicate<ExtendedAttribute> wanted)
      throws IOException {
    IOException first = null;
    for (ExtendedAttribute attribute : all) {
      if (attribute.name().equals(LABEL) || !wanted.test(attribute)) {
        continue;
      }
      try {
        set(path, attribute);
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static void set(Path path, ExtendedAttribute attribute) throws IOException {
    if (CALLS.isPresent()) {
      CALLS.get().set(path, attribute);
      return;
    }
    UserDefinedFileAttributeView view = view(path);
    if (view == null || !attribute.name().startsWith(USER)) {
      throw new IOException("cannot set extended attribute " + attribute.name());
    }
    view.write(attribute.name().substring(USER.length()), ByteBuffer.wrap(attribute.value()));
  }

  private static @Nullable UserDefinedFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
