package vn.lachan.app.wiring;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.scheduling.annotation.Scheduled;
import vn.lachan.collector.health.SourceWatch;
import vn.lachan.detection.coverage.StateFile;

/** Writes what was learned about the log sources to disk, every minute and at the end. */
class SourceWatchKeeper {
  private final SourceWatch watch;
  private final StateFile file;
  private final AtomicLong saved = new AtomicLong();

  SourceWatchKeeper(SourceWatch watch, StateFile file) {
    this.watch = watch;
    this.file = file;
  }

  @Scheduled(initialDelay = 60_000, fixedDelay = 60_000)
  synchronized void save() {
    long looks = watch.stats().looks();
    if (saved.getAndSet(looks) != looks) {
      file.write(watch.save());
    }
  }
}
