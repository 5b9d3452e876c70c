package vn.lachan.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code lachan start} in a process of its own, which can be killed. */
final class OtherProcess implements AutoCloseable {
  private final Process process;

  private OtherProcess(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it says where it is. */
  static OtherProcess start(Path data, Path log, Map<String, String> settings, String... words)
      throws IOException, InterruptedException {
    Process process = process(data, log, settings, words);
    OtherProcess other = new OtherProcess(process);
    try {
      TestPlatform.await(
          "the other process",
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError("the platform ended:\n" + text(log));
            }
            return text(log).contains("Lá Chắn: https://");
          });
    } catch (AssertionError e) {
      other.close();
      throw e;
    }
    return other;
  }

  /** Starts it although it cannot; returns its exit code. What it says is in {@code log}. */
  static int refused(Path data, Path log, Map<String, String> settings, String... words)
      throws IOException, InterruptedException {
    Process process = process(data, log, settings, words);
    try {
      TestPlatform.await("the end of the other process", () -> !process.isAlive());
      return process.exitValue();
    } finally {
      process.toHandle().destroyForcibly();
    }
  }

  private static Process process(Path data, Path log, Map<String, String> settings, String... words)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-cp",
                System.getProperty("java.class.path"),
                "vn.lachan.Application",
                "start",
                "--data",
                data.toString()));
    settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static String text(Path log) {
    try {
      return new String(Files.readAllBytes(log), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** As {@code kill -9}: nothing in it gets to do anything any more. */
  void kill() {
    process.toHandle().destroyForcibly();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError("process " + process.pid() + " cannot be killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
