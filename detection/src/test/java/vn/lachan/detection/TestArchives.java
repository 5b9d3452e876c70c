package vn.lachan.detection;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Unpacks the tar archives of the test data. */
final class TestArchives {
  private static final int BLOCK = 512;

  static Path unpack(Path archive, Path folder) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        InputStream in =
            archive.toString().endsWith(".gz") ? new GZIPInputStream(file, 1 << 16) : file) {
      byte[] header = in.readNBytes(BLOCK);
      String longName = "";
      while (header.length == BLOCK && header[0] != 0) {
        int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
        String prefix = text(header, 345, 155);
        String name =
            !longName.isEmpty()
                ? longName
                : (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
        byte[] content = in.readNBytes(size);
        in.readNBytes((BLOCK - size % BLOCK) % BLOCK);
        longName =
            switch (header[156]) {
              case 'L' -> text(content, 0, content.length);
              case 'x' -> pathOf(new String(content, StandardCharsets.UTF_8));
              default -> "";
            };
        if (header[156] == '0' || header[156] == 0) {
          Path target = folder.resolve(name).normalize();
          Files.createDirectories(target.getParent());
          Files.write(target, content);
        }
        header = in.readNBytes(BLOCK);
      }
    }
    return folder;
  }

  /** The path in an extended header (POSIX pax), else empty. */
  private static String pathOf(String records) {
    return records
        .lines()
        .filter(line -> line.contains(" path="))
        .map(line -> line.substring(line.indexOf(" path=") + 6))
        .findFirst()
        .orElse("");
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private TestArchives() {}
}
