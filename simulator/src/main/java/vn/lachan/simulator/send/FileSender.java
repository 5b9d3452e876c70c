package vn.lachan.simulator.send;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;

/** Appends to one file a data set, {@code <data set>.log}, as the programs themselves would. */
public final class FileSender implements Sender {
  private final Path folder;
  private final Map<Feed, BufferedWriter> files = new EnumMap<>(Feed.class);

  /** Writes into {@code folder}, which is made when it is not there. */
  public FileSender(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new SenderException("cannot make the folder " + folder, e);
    }
  }

  @Override
  public void send(LogLine line) {
    try {
      BufferedWriter file = files.get(line.feed());
      if (file == null) {
        file =
            Files.newBufferedWriter(
                folder.resolve(line.feed().dataset() + ".log"),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        files.put(line.feed(), file);
      }
      file.write(line.asFileLine());
      file.write('\n');
    } catch (IOException e) {
      throw new SenderException("cannot write to " + folder, e);
    }
  }

  @Override
  public void flush() {
    try {
      for (BufferedWriter file : files.values()) {
        file.flush();
      }
    } catch (IOException e) {
      throw new SenderException("cannot write to " + folder, e);
    }
  }

  @Override
  public void close() {
    try {
      for (BufferedWriter file : files.values()) {
        file.close();
      }
    } catch (IOException e) {
      throw new SenderException("cannot write to " + folder, e);
    }
  }
}
