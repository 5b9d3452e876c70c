package vn.lachan.backup.drill;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tells the listener of every phase, and of what goes on in it a few times a second. */
final class DrillTicker {

  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(250);

  private final DrillPlan drill;
  private final DrillListener listener;
  private DrillProgress.Phase phase = DrillProgress.Phase.PUBLISH;
  private int target;
  private long ofFiles;
  private long ofBytes;
  private long told;

  DrillTicker(DrillPlan drill, DrillListener listener) {
    this.drill = drill;
    this.listener = listener;
  }

  synchronized void phase(DrillProgress.Phase next, int of, long files, long bytes) {
    phase = next;
    target = of;
    ofFiles = files;
    ofBytes = bytes;
    tell(0, 0, Duration.ZERO);
  }

  synchronized void at(long files, long bytes, Duration took) {
    if (System.nanoTime() - told > EVERY) {
      tell(files, bytes, took);
    }
  }

  private void tell(long files, long bytes, Duration took) {
    told = System.nanoTime();
    listener.progress(
        new DrillProgress(
            drill.id(),
            drill.planId(),
            phase,
            target,
            drill.targets().size(),
            files,
            ofFiles,
            bytes,
            ofBytes,
            took));
  }
}
