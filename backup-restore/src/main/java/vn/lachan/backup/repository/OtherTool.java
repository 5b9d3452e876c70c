package vn.lachan.backup.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Recognises repositories of other tools, so that a wrong folder is told in one clear line. */
final class OtherTool {

  private static final byte[] BORG = "[repository]".getBytes(StandardCharsets.US_ASCII);

  private OtherTool() {}

  /** The tool whose repository is in {@code folder}; empty when none is known there. */
  static Optional<String> of(Path folder) {
    if (Files.exists(folder.resolve("kopia.repository"))
        || Files.exists(folder.resolve("kopia.repository.f"))) {
      return Optional.of("kopia");
    }
    return isBorg(folder.resolve("config")) ? Optional.of("borg") : Optional.empty();
  }

  private static boolean isBorg(Path config) {
    try (InputStream in = Files.newInputStream(config)) {
      return Arrays.equals(in.readNBytes(BORG.length), BORG);
    } catch (IOException e) {
      return false; // then it is not recognised
    }
  }
}
