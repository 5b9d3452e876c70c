package vn.lachan.backup.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.progress.Progress;

/**
 * Shows once a second how far a task is: on a terminal one line that is written over and never
 * longer than the terminal is wide, with {@code --json} a line like stock restic's {@code
 * "message_type":"status"}, and else nothing.
 */
final class ProgressLine implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ERASE = "\r\u001b[K";

  /** Less of a name tells nobody anything. */
  private static final int SHORTEST_NAME = 8;

  private final Progress progress;
  private final boolean json;
  private final PrintStream out;
  private final PrintStream err;
  private final IntSupplier columns;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("progress").unstarted(this::show);
  private boolean shown;

  /**
   * @param columns how wide the terminal is that {@code err} goes to, asked each time; 0 when it
   *     goes to none
   */
  ProgressLine(
      Progress progress, boolean json, PrintStream out, PrintStream err, IntSupplier columns) {
    this.progress = progress;
    this.json = json;
    this.out = out;
    this.err = err;
    this.columns = columns;
  }

  static ProgressLine start(Progress progress, Call call) {
    ProgressLine line =
        new ProgressLine(
            progress, call.given().has("json"), call.out(), call.err(), call.columns());
    line.thread.start();
    return line;
  }

  private void show() {
    try {
      boolean seen = true;
      while (seen && !done.await(1, TimeUnit.SECONDS)) {
        seen = tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says how far it is now; false when nobody can see it. */
  boolean tell() {
    if (json) {
      out.println(JSON.writeValueAsString(status(progress.state())));
      return true;
    }
    int width = columns.getAsInt();
    if (width == 0) {
      return false;
    }
    shown = true;
    err.print(ERASE + line(width - 1)); // in the last column it would begin a new line
    err.flush();
    return true;
  }

  private String line(int width) {
    String numbers = text(progress.state());
    int room = width - Columns.of(numbers) - 2;
    Optional<String> name = progress.last().filter(_ -> room >= SHORTEST_NAME);
    return name.map(last -> numbers + "  " + Columns.tail(Columns.plain(last), room))
        .orElse(Columns.head(numbers, width));
  }

  static String text(Progress.State state) {
    StringBuilder line = new StringBuilder();
    if (state.share() > 0) {
      line.append("%.0f%%  ".formatted(state.share() * 100));
    }
    line.append(
        "%d tệp  %s  %s/giây".formatted(state.files(), size(state.bytes()), size(state.rate())));
    state.left().ifPresent(left -> line.append("  còn ").append(clock(left)));
    if (state.troubles() > 0) {
      line.append("  ").append(state.troubles()).append(" tệp có vấn đề");
    }
    return line.toString();
  }

  static Map<String, Object> status(Progress.State state) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("message_type", "status");
    status.put("seconds_elapsed", state.elapsed().toSeconds());
    state.left().ifPresent(left -> status.put("seconds_remaining", left.toSeconds()));
    status.put("percent_done", state.share());
    status.put("total_files", state.expectedFiles());
    status.put("files_done", state.files());
    status.put("total_bytes", state.expectedBytes());
    status.put("bytes_done", state.bytes());
    status.put("error_count", state.troubles());
    return status;
  }

  private static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }

  /** For example 0:07, 12:30 or 101:00:05. */
  static String clock(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  /** Takes the line away; nothing is written any more when it returns. */
  void end() {
    done.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (shown) {
      err.print(ERASE);
      err.flush();
    }
  }

  @Override
  public void close() {
    end();
  }
}
