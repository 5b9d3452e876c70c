package vn.lachan.backup.archive;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Access control lists as the kernel keeps them (linux/posix_acl_xattr.h), made by hand. */
final class AccessLists {

  static final String ACCESS = "system.posix_acl_access";
  static final String DEFAULT = "system.posix_acl_default";

  private static final int NOBODY_NAMED = -1;

  private AccessLists() {}

  /** Owner rw, {@code user} as said, group r, others nothing. */
  static byte[] forUser(int user, int rights) {
    ByteBuffer list = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN);
    list.putInt(2);
    entry(list, 0x01, 6, NOBODY_NAMED);
    entry(list, 0x02, rights, user);
    entry(list, 0x04, 4, NOBODY_NAMED);
    entry(list, 0x10, 7, NOBODY_NAMED);
    entry(list, 0x20, 0, NOBODY_NAMED);
    return list.array();
  }

  private static void entry(ByteBuffer list, int tag, int rights, int id) {
    list.putShort((short) tag).putShort((short) rights).putInt(id);
  }

  /** The test is skipped where the file system has no lists. */
  static void give(Path path, String name, byte[] value) {
    AttributeCalls calls = AttributeCalls.ofThisMachine().orElse(null);
    assumeTrue(calls != null, "skipped: access control lists are read on Linux only");
    try {
      calls.set(path, new ExtendedAttribute(name, value));
    } catch (IOException e) {
      assumeTrue(false, "skipped: this file system has no " + name + ": " + e.getMessage());
    }
  }

  static void give(Path path, String name, String value) {
    give(path, name, value.getBytes(StandardCharsets.UTF_8));
  }

  static List<ExtendedAttribute> of(Path path) throws IOException {
    return ExtendedAttributes.read(path);
  }
}
