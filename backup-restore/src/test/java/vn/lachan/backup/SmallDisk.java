package vn.lachan.backup;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real file system in memory whose size, and whose number of files, can be bounded. */
final class SmallDisk implements AutoCloseable {

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one; the test is skipped where that is not allowed. */
  static SmallDisk mount(Path folder, String options) throws IOException, InterruptedException {
    assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root mounts");
    Files.createDirectories(folder);
    boolean mounted = call("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()) == 0;
    assumeTrue(mounted, "skipped: no tmpfs can be mounted here");
    return new SmallDisk(folder);
  }

  /** Changes its bounds, for example {@code size=2m} or {@code nr_inodes=300}. */
  void bound(String options) throws IOException, InterruptedException {
    if (call("mount", "-o", "remount," + options, folder.toString()) != 0) {
      throw new IOException("cannot remount " + folder + " with " + options);
    }
  }

  /** Lets {@code more} files be made, folders counted. */
  void allowFiles(int more) throws IOException, InterruptedException {
    bound("nr_inodes=" + (files() + more));
  }

  private long files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.count();
    }
  }

  private static int call(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(new ArrayList<>(List.of(command))).start();
    process.getErrorStream().readAllBytes();
    return process.waitFor();
  }

  @Override
  public void close() throws IOException {
    try {
      if (call("umount", folder.toString()) != 0) {
        call("umount", "-l", folder.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
