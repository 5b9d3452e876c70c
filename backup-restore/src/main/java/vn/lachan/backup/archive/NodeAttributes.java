package vn.lachan.backup.archive;

import java.time.Instant;

/**
 * What the file system says about an entry.
 *
 * @param permissions POSIX permission, set-id and sticky bits, 0 to 07777
 * @param inode with {@code deviceId}: the same for two names means one file with two names
 * @param links how many names the file has
 * @param device the device a device file stands for
 */
public record NodeAttributes(
    int permissions,
    Instant modified,
    Instant changed,
    long uid,
    long gid,
    String user,
    String group,
    long inode,
    long deviceId,
    long links,
    long device) {

  private static final long SETUID = 1L << 23;
  private static final long SETGID = 1L << 22;
  private static final long STICKY = 1L << 20;

  long goMode(NodeType type) {
    long mode = (permissions & 0777) | type.goMode();
    mode |= (permissions & 04000) != 0 ? SETUID : 0;
    mode |= (permissions & 02000) != 0 ? SETGID : 0;
    mode |= (permissions & 01000) != 0 ? STICKY : 0;
    return mode;
  }

  static int permissions(long goMode) {
    int permissions = (int) (goMode & 0777);
    permissions |= (goMode & SETUID) != 0 ? 04000 : 0;
    permissions |= (goMode & SETGID) != 0 ? 02000 : 0;
    permissions |= (goMode & STICKY) != 0 ? 01000 : 0;
    return permissions;
  }
}
