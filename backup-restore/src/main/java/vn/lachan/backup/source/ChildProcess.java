package vn.lachan.backup.source;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A program of the machine and its three streams. What it says on its error stream is drained all
 * the time; the last lines are kept. {@link #close()} ends it when it still runs.
 */
final class ChildProcess implements AutoCloseable {

  private static final int KEPT_LINES = 200;
  private static final int LONGEST_LINE = 500;

  private final String name;
  private final Process process;
  private final Deque<String> complaints = new ArrayDeque<>();
  private final Thread drain;
  private final Thread watch;
  private final Duration longest;
  private volatile boolean tooLong;

  private ChildProcess(String name, Process process, Duration longest) {
    this.name = name;
    this.process = process;
    this.longest = longest;
    this.drain = Thread.ofVirtual().name(name + "-stderr").start(this::drain);
    this.watch = Thread.ofVirtual().name(name + "-watch").start(this::watch);
  }

  /**
   * Starts {@code command}.
   *
   * @param environment added to that of this process
   * @param longest it is killed after this time
   */
  static ChildProcess start(
      List<String> command, Map<String, String> environment, Duration longest) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.directory(new java.io.File("/"));
    String name = Tools.shortName(command);
    try {
      return new ChildProcess(name, builder.start(), longest);
    } catch (IOException e) {
      throw new SourceException("không chạy được " + name + ": " + e.getMessage(), e);
    }
  }

  private void drain() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (complaints) {
          if (complaints.size() == KEPT_LINES) {
            complaints.removeFirst();
          }
          complaints.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
        }
      }
    } catch (IOException e) {
      // the stream ends with the process; what was read is kept
    }
  }

  private void watch() {
    try {
      if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        tooLong = true;
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed before its time was up
    }
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  /** What it writes; for programs whose exit is looked at in another way. */
  InputStream rawOutput() {
    return process.getInputStream();
  }

  /**
   * What it writes. The end of the stream is only reached when it also exits with an allowed code;
   * else reading fails, so that a torn dump is never taken for a whole one.
   */
  InputStream output(Set<Integer> allowed) {
    return new FilterInputStream(process.getInputStream()) {
      @Override
      public int read() throws IOException {
        int read = super.read();
        if (read < 0) {
          requireGoodEnd(allowed);
        }
        return read;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read < 0) {
          requireGoodEnd(allowed);
        }
        return read;
      }
    };
  }

  private void requireGoodEnd(Set<Integer> allowed) throws IOException {
    int exit = exit();
    if (!allowed.contains(exit)) {
      throw new IOException(failure(exit));
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; its exit code. */
  int exit() {
    try {
      int exit = process.waitFor();
      drain.join();
      return exit;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new SourceException(name + " bị dừng giữa chừng", e);
    }
  }

  /** In words why it failed, with the end of what it said. */
  String failure(int exit) {
    String why =
        tooLong ? " chạy quá " + longest.toSeconds() + " giây" : " kết thúc với mã " + exit;
    String said = String.join(" | ", complaints().stream().skip(Math.max(0, said() - 5)).toList());
    return name + why + (said.isBlank() ? "" : ": " + said);
  }

  private int said() {
    return complaints().size();
  }

  List<String> complaints() {
    synchronized (complaints) {
      return List.copyOf(complaints);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    if (process.isAlive()) {
      process.destroy();
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
