package vn.lachan.app.wiring;

import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import vn.lachan.app.settings.Settings;

/**
 * Files that people send. They lie in the data folder until they are read, never in memory, and not
 * in {@code /tmp}, which is memory on many machines.
 */
@Configuration
class UploadWiring {
  /** The other fields of a form, and the lines between them. */
  private static final DataSize BESIDE = DataSize.ofMegabytes(8);

  @Bean
  MultipartConfigElement multipartConfig(Settings settings) {
    Path folder = settings.folder("uploads");
    sweep(folder);
    long largest = settings.incidents().evidenceLimit().toBytes();
    return new MultipartConfigElement(
        folder.toAbsolutePath().toString(), largest, largest + BESIDE.toBytes(), 0);
  }

  /** What a process left that is gone: nobody will read it any more. */
  private static void sweep(Path folder) {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> left = Files.list(folder)) {
        for (Path file : left.filter(Files::isRegularFile).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the folder of uploads " + folder, e);
    }
  }
}
