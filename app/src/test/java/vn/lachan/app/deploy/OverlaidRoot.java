package vn.lachan.app.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * This machine's own root folder with everything written to it kept apart in memory, without the
 * JDKs of this machine: packages are installed by the real dpkg, and the machine does not change.
 *
 * <p>Lives in a mount namespace held by one process and ends with it. Needs root and Linux. What
 * runs in it shares the network of the machine, so use free ports of the loopback address.
 */
final class OverlaidRoot implements AutoCloseable {
  private static final String MOUNTS =
      """
      set -e
      mount --make-rprivate /
      mount -t tmpfs -o size=3g,mode=755 none "$1"
      mkdir "$1/upper" "$1/work" "$1/root"
      mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
      [ ! -d "$1/root/usr/lib/jvm" ] || mount -t tmpfs none "$1/root/usr/lib/jvm"
      mount --rbind /proc "$1/root/proc"
      mount --rbind /dev "$1/root/dev"
      mount -t tmpfs none "$1/root/tmp"
      chmod 1777 "$1/root/tmp"
      mkdir "$1/root/tmp/packages"
      mount --bind "$2" "$1/root/tmp/packages"
      echo ready
      exec sleep 600
      """;

  private final Process holder;
  private final Path root;
  private final Path log;

  private OverlaidRoot(Process holder, Path root, Path log) {
    this.holder = holder;
    this.root = root;
    this.log = log;
  }

  /** What a command came to. */
  record Ended(int code, String output) {}

  /**
   * Makes one.
   *
   * @param folder where it is mounted, empty
   * @param packages a folder that is seen inside as {@code /tmp/packages}
   * @return empty where this machine does not allow it
   */
  static Optional<OverlaidRoot> make(Path folder, Path packages) throws IOException {
    if (!isRoot() || !Files.isExecutable(Path.of("/usr/bin/unshare"))) {
      return Optional.empty();
    }
    Path log = packages.resolve("mounts.log");
    Process holder =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "sh",
                "-c",
                MOUNTS,
                "sh",
                folder.toString(),
                packages.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    while (holder.isAlive() && !Files.readString(log).contains("ready")) {
      Thread.onSpinWait();
    }
    return holder.isAlive()
        ? Optional.of(new OverlaidRoot(holder, folder.resolve("root"), log))
        : Optional.empty();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Runs {@code command} inside as root with nothing of this process's environment. */
  Ended run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(log.getParent(), "output", ".txt");
    Process process = start(output, Map.of(), List.of(command));
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + String.join(" ", command));
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }

  /** The output of a command that must succeed. */
  String good(String... command) throws IOException, InterruptedException {
    Ended ended = run(command);
    if (ended.code() != 0) {
      throw new AssertionError(
          String.join(" ", command) + " ended with " + ended.code() + ":\n" + ended.output());
    }
    return ended.output();
  }

  /** Starts {@code command} inside; its output goes to {@code output}. */
  Process start(Path output, Map<String, String> environment, List<String> command)
      throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--mount=/proc/" + holder.pid() + "/ns/mnt",
                "chroot",
                root.toString(),
                "env",
                "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "DEBIAN_FRONTEND=noninteractive"));
    environment.forEach((name, value) -> all.add(name + "=" + value));
    all.addAll(command);
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Whether {@code path} is there, inside. */
  boolean has(String path) throws IOException, InterruptedException {
    return run("test", "-e", path).code() == 0;
  }

  @Override
  public void close() {
    holder.destroy();
    try {
      holder.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
