package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes of files and folders as far as Java sees them: those of class {@code user.}.
 * Access control lists and other classes are neither read nor written.
 */
final class ExtendedAttributes {

  private static final String USER = "user.";

  private ExtendedAttributes() {}

  /** Those of {@code path}, a file or folder; none where the file system has none. */
  static List<ExtendedAttribute> read(Path path) {
    UserDefinedFileAttributeView view = view(path);
    if (view == null) {
      return List.of();
    }
    try {
      List<ExtendedAttribute> all = new ArrayList<>();
      for (String name : view.list().stream().sorted().toList()) {
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

  /** Sets {@code all}; throws with the name of the first that cannot be set. */
  static void write(Path path, List<ExtendedAttribute> all) throws IOException {
    UserDefinedFileAttributeView view = view(path);
    for (ExtendedAttribute attribute : all) {
      String name = attribute.name();
      if (name.equals("security.selinux")) {
        continue; // given by the policy of the machine
      }
      if (view == null || !name.startsWith(USER)) {
        throw new IOException("cannot set extended attribute " + name);
      }
      view.write(name.substring(USER.length()), ByteBuffer.wrap(attribute.value()));
    }
  }

  private static @Nullable UserDefinedFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
