package vn.lachan.backup;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The files that {@link BackupBench} backs up: like a one-stop store. */
final class BackupBenchSet {

  private BackupBenchSet() {}

  /**
   * Runs the generator of dossiers (Python), made for about {@code megabytes}; 1384 are its own
   * default.
   */
  static void generate(Path generator, Path folder, int megabytes)
      throws IOException, InterruptedException {
    double share = megabytes / 1384.0;
    List<String> command =
        List.of(
            "python3",
            generator.toString(),
            folder.toString(),
            "--dossiers",
            Long.toString(Math.max(1, Math.round(800 * share))),
            "--small",
            Long.toString(Math.max(1, Math.round(20_000 * share))),
            "--rows",
            Long.toString(Math.max(1, Math.round(1_000_000 * share))));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    byte[] said = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException(
          "the generator failed: " + new String(said, StandardCharsets.UTF_8).strip());
    }
  }

  /** Our own: 85 % scans that do not compress, 5 % small JSON, 10 % dump. */
  static void generate(Path folder, int megabytes) throws IOException {
    Random random = new Random(20261001);
    long written = 0;
    long scans = megabytes * 850_000L;
    for (int i = 0; written < scans; i++) {
      byte[] scan = new byte[100_000 + random.nextInt(2_000_000)];
      random.nextBytes(scan);
      Path dossier = Files.createDirectories(folder.resolve("H60-" + i / 4));
      Files.write(dossier.resolve("giay-to-" + i + ".pdf"), scan);
      written += scan.length;
    }
    Path small = Files.createDirectories(folder.resolve("tra-cuu"));
    for (int i = 0; i < megabytes * 50; i++) {
      byte[] json = row(random, i).repeat(10).getBytes(StandardCharsets.UTF_8);
      Files.write(small.resolve(i + ".json"), json);
    }
    try (BufferedWriter sql = Files.newBufferedWriter(folder.resolve("mot-cua.sql"))) {
      for (int i = 0; i < megabytes * 1000; i++) {
        sql.write(row(random, i));
      }
    }
  }

  private static String row(Random random, int i) {
    return "%d\tH60.%07d\tNguyễn Văn %c\t2026-%02d-%02d\t%016x\tđang xử lý\n"
        .formatted(
            i,
            i,
            'A' + random.nextInt(26),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            random.nextLong());
  }

  /** Bytes of all files. */
  static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /** Gives every file another time, so that every tool reads it again and finds nothing new. */
  static void touch(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        FileTime time = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(
            file, FileTime.from(time.toInstant().plus(Duration.ofSeconds(2))));
      }
    }
  }
}
