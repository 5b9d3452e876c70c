package vn.lachan.backup.archive;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The stock restic binary as a judge; tests that need it are skipped where it is not installed. */
public final class Restic {

  private static final Path BINARY = Path.of("/usr/bin/restic");

  private final Path repository;
  private final Path passwordFile;

  private Restic(Path repository, Path passwordFile) {
    this.repository = repository;
    this.passwordFile = passwordFile;
  }

  public static Restic require(Path repository, Path passwordFile) {
    assumeTrue(Files.isExecutable(BINARY), "restic is not installed (apt-get install restic)");
    return new Restic(repository, passwordFile);
  }

  /** What one call said, and how it ended. */
  public record Answer(int exit, String text) {}

  public Answer call(String... arguments) throws IOException, InterruptedException {
    return run(List.of(BINARY.toString(), "--no-cache", "-q"), arguments);
  }

  /** The same with all it has to say. */
  public Answer callAloud(String... arguments) throws IOException, InterruptedException {
    return run(List.of(BINARY.toString(), "--no-cache"), arguments);
  }

  /** The same; what it writes goes to a file, byte by byte. */
  public void writeTo(Path file, String... arguments) throws IOException, InterruptedException {
    Process process =
        process(List.of(BINARY.toString(), "--no-cache", "-q"), arguments)
            .redirectOutput(file.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("restic " + List.of(arguments) + " failed");
    }
  }

  private Answer run(List<String> head, String... arguments)
      throws IOException, InterruptedException {
    Process process = process(head, arguments).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }

  private ProcessBuilder process(List<String> head, String... arguments) {
    List<String> command = new ArrayList<>(head);
    command.addAll(List.of("-r", repository.toString(), "-p", passwordFile.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
