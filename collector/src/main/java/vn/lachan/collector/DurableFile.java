package vn.lachan.collector;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small files that a crash leaves either as they were or as they should be. */
public final class DurableFile {
  private static final Logger log = LoggerFactory.getLogger(DurableFile.class);

  private DurableFile() {}

  /**
   * Puts {@code content} into {@code file}; returns when it would survive a crash. A thread that is
   * interrupted meanwhile does so all the same, and stays interrupted: an input that is closed
   * saves how far it came.
   */
  public static void replace(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      syncFolder(folder);
    }
  }

  /** Makes names in {@code folder} durable, where the file system allows to ask for it. */
  public static void syncFolder(Path folder) {
    boolean interrupted = false;
    try {
      while (!synced(folder)) {
        interrupted |= Thread.interrupted();
      }
    } catch (IOException e) {
      log.debug("cannot sync folder {}: {}", folder, e.toString());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** False when an interrupt came in between. */
  private static boolean synced(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException _) {
      return false;
    }
  }
}
