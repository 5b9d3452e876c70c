package vn.lachan.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * Writes dossiers as a one-stop system keeps them: description, form, scan; the same for a seed.
 */
final class SampleDossiers {
  private static final int LARGEST_SCAN = 400_000;

  private SampleDossiers() {}

  /** Writes {@code count} dossiers into {@code folder}. */
  static void write(Path folder, int count, long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 1; i <= count; i++) {
      String code = String.format(Locale.ROOT, "H60.99.%d-261120-%04d", 1 + i % 124, i);
      Path dossier = Files.createDirectories(folder.resolve(code));
      Files.writeString(
          dossier.resolve("mô tả.json"),
          "{\"ma_ho_so\":\""
              + code
              + "\",\"ma_tthc\":\"1.00"
              + (1000 + i % 50)
              + "\",\"trang_thai\":\"10\"}\n",
          StandardCharsets.UTF_8);
      Files.writeString(
          dossier.resolve("Tờ khai.xml"),
          "<toKhai><maHoSo>" + code + "</maHoSo><lanNop>" + i + "</lanNop></toKhai>\n",
          StandardCharsets.UTF_8);
      byte[] scan = new byte[20_000 + random.nextInt(LARGEST_SCAN)];
      random.nextBytes(scan);
      Files.write(dossier.resolve("bản chụp.pdf"), scan);
    }
  }
}
