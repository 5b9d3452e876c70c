package vn.lachan.backup.command;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.progress.Progress;

/**
 * Shows once a second how far a task is: on a terminal one line that is written over, with {@code
 * --json} a line like stock restic's {@code "message_type":"status"}, and else nothing.
 */
final class ProgressLine implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ERASE = "\r\u001b[K";

  private final Progress progress;
  private final Call call;
  private final boolean json;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread thread;

  private ProgressLine(Progress progress, Call call) {
    this.progress = progress;
    this.call = call;
    this.json = call.given().has("json");
    this.thread = Thread.ofVirtual().name("progress").unstarted(this::show);
  }

  static ProgressLine start(Progress progress, Call call) {
    ProgressLine line = new ProgressLine(progress, call);
    if (line.json || call.terminal()) {
      line.thread.start();
    }
    return line;
  }

  private void show() {
    try {
      while (!done.await(1, TimeUnit.SECONDS)) {
        if (json) {
          call.out().println(JSON.writeValueAsString(status(progress.state())));
        } else {
          call.err().print(ERASE + text(progress.state()));
          call.err().flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  private static String clock(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  /** Takes the line away; nothing is written any more when it returns. */
  @Override
  public void close() {
    done.countDown();
    boolean shown = thread.isAlive() || thread.getState() == Thread.State.TERMINATED;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (shown && !json) {
      call.err().print(ERASE);
      call.err().flush();
    }
  }
}
