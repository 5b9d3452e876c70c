package vn.lachan.backup.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One call of a program whose output is wanted whole or not at all. */
record ProcessCall(List<String> command, Map<String, String> environment, Duration longest) {

  private static final int LONGEST_TEXT = 16 << 20;

  /** What was read, and the good code the program ended with. */
  record Ended<T>(T value, int exit) {}

  /** Has {@code reader} read the output to its end; the end is only there after a good exit. */
  <T> Ended<T> stream(Set<Integer> exitCodes, Function<InputStream, T> reader) {
    try (ChildProcess process = ChildProcess.start(command, environment, longest)) {
      process.input().close();
      T value = reader.apply(process.output(exitCodes));
      return new Ended<>(value, process.exit());
    } catch (IOException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The output as text, at most 16 MiB of it. */
  String text() {
    return stream(Set.of(0), this::text).value();
  }

  private String text(InputStream content) {
    try {
      byte[] bytes = content.readNBytes(LONGEST_TEXT);
      if (content.read() >= 0) {
        throw new SourceException(Tools.shortName(command) + " in ra quá nhiều");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
  }
}
