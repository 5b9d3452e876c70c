package vn.lachan.backup.drill;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.ManifestEntry;

/**
 * Notes when the first dossier, and 95 % of them, were whole. Goes on from where an interrupted
 * restore was. Safe for several threads.
 */
final class UnitClock {

  private static final long MARK_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final DrillJournal journal;
  private final int target;
  private final long began;
  private final Map<String, Integer> unitOf = new HashMap<>();
  private final int[] left;
  private final int enough;
  private int whole;
  private long files;
  private long bytes;
  private long first;
  private long most;
  private long marked;

  /**
   * @param before how far an earlier start was
   */
  UnitClock(
      DrillJournal journal,
      int target,
      List<StratifiedSample.Unit> units,
      DrillJournal.@Nullable Mark before) {
    this.journal = journal;
    this.target = target;
    this.left = new int[units.size()];
    int counted = 0;
    for (int i = 0; i < left.length; i++) {
      for (ManifestEntry entry : units.get(i).entries()) {
        if (!entry.isLink()) {
          unitOf.put(entry.path(), i);
          left[i]++;
        }
      }
      counted += left[i] > 0 ? 1 : 0;
    }
    this.enough = Math.ceilDiv(counted * 95, 100);
    this.first = before == null ? -1 : before.first();
    this.most = before == null ? -1 : before.most();
    long earlier = before == null ? 0 : before.took().toNanos();
    this.began = System.nanoTime() - earlier;
    this.marked = earlier;
  }

  private long elapsed() {
    return System.nanoTime() - began;
  }

  /** A file is whole. */
  synchronized void file(String path, long size) {
    Integer unit = unitOf.get(path);
    if (unit == null) {
      return;
    }
    files++;
    bytes += size;
    if (--left[unit] == 0) {
      whole++;
      long now = TimeUnit.NANOSECONDS.toMillis(elapsed());
      first = first < 0 ? now : first;
      most = most < 0 && whole >= enough ? now : most;
    }
    if (elapsed() - marked > MARK_EVERY) {
      mark();
    }
  }

  /** Writes how far it is. */
  synchronized void mark() {
    marked = elapsed();
    journal.mark(new DrillJournal.Mark(target, TimeUnit.NANOSECONDS.toMillis(marked), first, most));
  }

  synchronized long files() {
    return files;
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized Duration took() {
    return Duration.ofNanos(elapsed());
  }

  /** The end. */
  synchronized RecoveryMeasures measures(long allBytes, int pauses) {
    Duration all = took();
    double times = bytes == 0 || bytes >= allBytes ? 1 : (double) allBytes / bytes;
    Duration whole = Duration.ofNanos((long) (all.toNanos() * times));
    return new RecoveryMeasures(millis(first), millis(most), all, whole, pauses);
  }

  private static @Nullable Duration millis(long value) {
    return value < 0 ? null : Duration.ofMillis(value);
  }
}
