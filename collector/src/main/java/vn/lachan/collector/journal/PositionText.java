package vn.lachan.collector.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.DurableFile;

/** Position files; described in docs/formats/journal.md. */
final class PositionText {
  private static final Logger log = LoggerFactory.getLogger(PositionText.class);
  private static final String HEADER = "lachan-journal-position 1";

  /** The very beginning. */
  static final JournalPosition START = new JournalPosition(0, 0);

  private PositionText() {}

  /** The position {@code file} holds; empty when there is none or it cannot be read. */
  static Optional<JournalPosition> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
      if (lines.size() >= 2 && lines.getFirst().equals(HEADER)) {
        String[] parts = lines.get(1).split(" ", -1);
        if (parts.length == 3 && parts[2].equals(checksum(parts[0] + " " + parts[1]))) {
          return Optional.of(
              new JournalPosition(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      log.error("journal: cannot read {}: {}", file, e.toString());
    }
    return Optional.empty();
  }

  /** Makes {@code position} durable in {@code file}. */
  static void write(Path file, JournalPosition position) throws IOException {
    String text = position.segment() + " " + position.offset();
    String content = HEADER + "\n" + text + " " + checksum(text) + "\n";
    DurableFile.replace(file, content.getBytes(StandardCharsets.US_ASCII));
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
