package vn.lachan.backup.command;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.drill.DrillListener;
import vn.lachan.backup.drill.DrillProgress;

/**
 * How far a drill is: one line that is written over on a terminal, one JSON object a line with
 * {@code --json}, one line a phase otherwise.
 */
final class DrillScreen implements DrillListener, AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

  private final PrintStream err;
  private final boolean json;
  private final PrintStream out;
  private final IntSupplier columns;
  private String phase = "";
  private boolean pending;
  private long told;

  /**
   * @param columns how wide the terminal is that {@code err} goes to, asked each time; 0 when it
   *     goes to none
   */
  DrillScreen(PrintStream err, boolean json, PrintStream out, IntSupplier columns) {
    this.err = err;
    this.json = json;
    this.out = out;
    this.columns = columns;
  }

  @Override
  public synchronized void progress(DrillProgress progress) {
    String now = progress.phase() + " " + progress.target();
    boolean next = !now.equals(phase);
    phase = now;
    if (json) {
      if (next || System.nanoTime() - told > EVERY) {
        told = System.nanoTime();
        out.println(JSON.writeValueAsString(object(progress)));
      }
      return;
    }
    int width = columns.getAsInt();
    if (width > 0) {
      String line = Columns.head(line(progress), width - 1);
      err.print((next && pending ? "\n" : "\r") + line + "\u001b[K");
      err.flush();
      pending = true;
    } else if (next) {
      err.println(line(progress));
    }
  }

  private static Map<String, Object> object(DrillProgress progress) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("message_type", "status");
    object.put("drill", progress.drill());
    object.put("phase", progress.phase().name().toLowerCase(Locale.ROOT));
    object.put("target", progress.target());
    object.put("targets", progress.targets());
    object.put("files_done", progress.files());
    object.put("total_files", progress.ofFiles());
    object.put("bytes_done", progress.bytes());
    object.put("total_bytes", progress.ofBytes());
    object.put("bytes_per_second", progress.rate());
    progress.left().ifPresent(left -> object.put("seconds_remaining", left.toSeconds()));
    return object;
  }

  private static String line(DrillProgress progress) {
    StringBuilder line = new StringBuilder(progress.drill());
    line.append(": ").append(progress.phase().vietnamese());
    if (progress.target() > 0) {
      line.append(" đích ").append(progress.target()).append('/').append(progress.targets());
    }
    if (progress.ofBytes() > 0) {
      line.append(
          String.format(
              Locale.ROOT,
              ", %d/%d tệp, %.1f/%.1f MB, %.1f MB/s",
              progress.files(),
              progress.ofFiles(),
              progress.bytes() / 1e6,
              progress.ofBytes() / 1e6,
              progress.rate() / 1e6));
      progress.left().ifPresent(left -> line.append(", còn ").append(ProgressLine.clock(left)));
    }
    return line.toString();
  }

  @Override
  public synchronized void close() {
    if (pending) {
      err.println();
      pending = false;
    }
  }
}
