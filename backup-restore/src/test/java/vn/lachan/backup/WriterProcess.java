package vn.lachan.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.backup.command.BackupCommand;

/**
 * A backup in a process of its own, to be killed or stopped. Arguments: words of {@link
 * BackupCommand}. Says {@link #BEGINS} when everything is loaded and the command begins.
 */
final class WriterProcess {

  static final String BEGINS = "begins";

  /** A file with seconds that its clock is ahead; read each time the clock is. */
  private static final String AHEAD = "lachan.test.ahead";

  private WriterProcess() {}

  public static void main(String[] arguments) {
    BackupCommand command = new BackupCommand(Fixture.SETTINGS, clock(), entry -> {});
    System.out.println(BEGINS);
    System.out.flush();
    System.exit(command.run(List.of(arguments), System.out, System.err));
  }

  private static Clock clock() {
    String file = System.getProperty(AHEAD);
    if (file == null) {
      return Clock.system(ZoneOffset.UTC);
    }
    InstantSource source = () -> Instant.now().plus(ahead(Path.of(file)));
    return source.withZone(ZoneOffset.UTC);
  }

  private static Duration ahead(Path file) {
    try {
      return Files.exists(file)
          ? Duration.ofSeconds(Long.parseLong(Files.readString(file).strip()))
          : Duration.ZERO;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one. Names in {@code arguments} are ASCII, because the locale may be. */
  static Process start(Path log, String locale, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(List.of(), List.of(), arguments));
    builder.redirectErrorStream(true).environment().put("LC_ALL", locale);
    return builder.redirectOutput(log.toFile()).start();
  }

  /** Starts one whose output and complaints are read together, see {@link #rest}. */
  static Process start(String... arguments) throws IOException {
    return start(List.of(), List.of(), arguments);
  }

  /** The same with its clock ahead by the seconds in {@code file}. */
  static Process startAhead(Path file, String... arguments) throws IOException {
    return start(List.of(), List.of("-D" + AHEAD + "=" + file), arguments);
  }

  /** The same below another command, such as one that gives up rights. */
  static Process startBelow(List<String> head, String... arguments) throws IOException {
    return start(head, List.of(), arguments);
  }

  private static Process start(List<String> head, List<String> options, String... arguments)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(head, options, arguments));
    builder.redirectErrorStream(true).environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  private static List<String> command(
      List<String> head, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>(head);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WriterProcess.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Waits until the command begins. */
  static void awaitBegin(Process process) throws IOException {
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    while (line != null && !line.equals(BEGINS)) {
      line = process.inputReader(StandardCharsets.UTF_8).readLine();
    }
  }

  /** What it said since it began, until its end. */
  static String rest(Process process) throws IOException {
    return process.inputReader(StandardCharsets.UTF_8).readAllAsString();
  }

  static String read(Path log) throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }
}
