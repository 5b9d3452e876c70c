package vn.lachan.collector.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vn.lachan.collector.DurableFile;
import vn.lachan.collector.InputException;

/** How far an input has read, as lines of text behind a first line that says what they are. */
public final class PositionFile {
  private final Path file;
  private final String header;

  public PositionFile(Path folder, String input, String header) {
    this.file = folder.resolve(input + ".position");
    this.header = header;
  }

  /**
   * What was saved last; empty when nothing ever was. Makes the folder.
   *
   * @param read understands the lines; throws what says that it does not
   * @throws InputException when there is a file that is no position
   */
  public <T> Optional<T> load(Function<List<String>, T> read) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      if (lines.isEmpty() || !lines.getFirst().equals(header)) {
        throw new IOException("line 1 is not " + header);
      }
      return Optional.of(read.apply(lines.subList(1, lines.size())));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new InputException("the position in " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns when the lines would survive a crash of the machine. */
  public void save(List<String> lines) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(header);
    all.addAll(lines);
    DurableFile.replace(file, (String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
