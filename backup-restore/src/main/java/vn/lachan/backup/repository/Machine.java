package vn.lachan.backup.repository;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who writes: recorded in locks, keys and snapshots so that others can tell whom to ask.
 *
 * @param pid the process, by which others on the same host see whether a lock's holder still lives
 */
public record Machine(String hostname, String username, long pid, long uid, long gid) {

  /** This process. */
  public static Machine current() {
    return new Machine(
        hostnameOfThis(),
        System.getProperty("user.name", ""),
        ProcessHandle.current().pid(),
        attribute("unix:uid"),
        attribute("unix:gid"));
  }

  private static String hostnameOfThis() {
    Path kernel = Path.of("/proc/sys/kernel/hostname");
    try {
      if (Files.isReadable(kernel)) {
        return Files.readString(kernel).strip();
      }
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static long attribute(String name) {
    try {
      return Files.getAttribute(Path.of("/proc/self"), name) instanceof Number n
          ? Integer.toUnsignedLong(n.intValue())
          : 0;
    } catch (IOException | UnsupportedOperationException e) {
      return 0;
    }
  }
}
