package vn.lachan.playbooks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How commands of other machines are carried out over SSH.
 *
 * @param hosts machines that may be reached, by name and port ({@code may-01:22}) or name alone;
 *     none by default, then every command is refused
 * @param knownHosts file in the format of OpenSSH with the keys of those machines; a machine whose
 *     key is not there is refused; null: every machine is
 * @param connectTimeout how long connecting and logging in may take
 * @param maxOutputBytes how much of what a command says is kept; the rest is read and dropped
 * @param powershell the program that runs {@code powershell} commands there
 * @param ownHost whether this machine itself may be reached; only for tests
 */
public record RemoteSettings(
    Set<String> hosts,
    @Nullable Path knownHosts,
    Duration connectTimeout,
    int maxOutputBytes,
    String powershell,
    boolean ownHost) {

  /** No machine. */
  public static final RemoteSettings NONE =
      new RemoteSettings(Set.of(), null, Duration.ofSeconds(10), 64 * 1024, "powershell", false);

  public RemoteSettings {
    hosts = Set.copyOf(hosts);
    if (maxOutputBytes < 1 || !connectTimeout.isPositive()) {
      throw new IllegalArgumentException("limits of remote commands are positive");
    }
    if (!powershell.matches("[A-Za-z0-9._/\\\\:-]+")) {
      throw new IllegalArgumentException("not the name of a program: " + powershell);
    }
  }

  /** Machines that may be reached, with their keys in {@code file}. */
  public RemoteSettings reaching(Set<String> machines, @Nullable Path file) {
    return new RemoteSettings(machines, file, connectTimeout, maxOutputBytes, powershell, ownHost);
  }
}
