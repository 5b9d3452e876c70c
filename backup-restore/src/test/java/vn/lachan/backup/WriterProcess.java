package vn.lachan.backup;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import vn.lachan.backup.command.BackupCommand;

/** A backup in a process of its own, to be killed. Arguments: words of {@link BackupCommand}. */
final class WriterProcess {

  private WriterProcess() {}

  public static void main(String[] arguments) {
    BackupCommand command =
        new BackupCommand(Fixture.SETTINGS, Clock.system(ZoneOffset.UTC), entry -> {});
    System.exit(command.run(List.of(arguments), System.out, System.err));
  }

  /** Starts one. Names in {@code arguments} are ASCII, because the locale may be. */
  static Process start(Path log, String locale, String... arguments) throws java.io.IOException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WriterProcess.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", locale);
    return builder.redirectOutput(log.toFile()).start();
  }

  static String read(Path log) throws java.io.IOException {
    return new String(java.nio.file.Files.readAllBytes(log), StandardCharsets.UTF_8);
  }
}
