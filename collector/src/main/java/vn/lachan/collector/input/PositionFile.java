package vn.lachan.collector.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.collector.DurableFile;

/** How far an input has read, as lines of text behind a first line that says what they are. */
public final class PositionFile {
  private final Path file;
  private final String header;

  public PositionFile(Path folder, String input, String header) {
    this.file = folder.resolve(input + ".position");
    this.header = header;
  }

  public Path path() {
    return file;
  }

  /** The lines; none when nothing was ever saved. Makes the folder. */
  public List<String> load() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (!Files.exists(file)) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    if (lines.isEmpty() || !lines.getFirst().equals(header)) {
      throw new IOException(file + " is not a position: line 1 is not " + header);
    }
    return lines.subList(1, lines.size());
  }

  /** Returns when the lines would survive a crash of the machine. */
  public void save(List<String> lines) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(header);
    all.addAll(lines);
    DurableFile.replace(file, (String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
