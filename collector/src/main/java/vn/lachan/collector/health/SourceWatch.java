package vn.lachan.collector.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.lachan.registry.HourType;

/**
 * Learns how each source usually sends, by kind of time (working hours, nights, weekends,
 * holidays), and tells once what began and what ended.
 *
 * <p>A pause of the platform itself is nobody's silence: what happened meanwhile is neither judged
 * nor learned. A source that gets another id and stays the same otherwise keeps what was learned.
 * Bounded: about 3 KB for each source, whatever it sends, and at most {@link
 * WatchSettings#sources()} sources. Safe for use by several threads.
 */
public final class SourceWatch {
  private final WatchSettings settings;
  private final Hours hours;
  private final Clock clock;
  private final Outages outages;
  private final Map<String, Watched> watched = new TreeMap<>();
  private @Nullable Instant lastLook;
  private long looks;
  private long ownGaps;
  private int unwatched;

  /** What kind of time a unit has at a moment; the empty code is the province. */
  public interface Hours {
    HourType at(String unit, Instant moment);
  }

  /**
   * Numbers for metrics.
   *
   * @param looks how often it was looked
   * @param ownGaps pauses of the platform
   * @param watched sources that are learned
   * @param unwatched sources beyond the bound
   * @param silent sources that are part of an outage
   * @param outages outages that are open
   * @param troubles troubles that are open, by kind
   */
  public record Stats(
      long looks,
      long ownGaps,
      int watched,
      int unwatched,
      int silent,
      int outages,
      Map<Trouble.Kind, Long> troubles) {
    public Stats {
      troubles = Map.copyOf(troubles);
    }
  }

  public SourceWatch(WatchSettings settings, Hours hours, Clock clock) {
    this.settings = settings;
    this.hours = hours;
    this.clock = clock;
    this.outages = new Outages(settings);
  }

  /**
   * Looks at every source; to be called at regular moments, a few times a minute.
   *
   * @param samples the counters of all sources of the settings
   * @param receiving false while the platform itself takes nothing
   * @return what began and ended since the look before, in this order
   */
  public synchronized List<SourceNotice> look(Collection<SourceSample> samples, boolean receiving) {
    Instant now = clock.instant();
    Instant before = lastLook == null ? now : lastLook;
    boolean ownGap =
        !receiving
            || lastLook == null
            || now.isBefore(before)
            || Duration.between(before, now).compareTo(settings.ownGap()) > 0;
    looks++;
    ownGaps += ownGap && lastLook != null ? 1 : 0;
    lastLook = now;
    List<SourceNotice> notices = new ArrayList<>();
    Map<String, SourceSample> byId = new LinkedHashMap<>();
    samples.forEach(sample -> byId.put(sample.source(), sample));
    settle(byId, now, notices);
    Map<String, HourType> types = new HashMap<>();
    for (Watched source : watched.values()) {
      SourceSample sample = byId.get(source.source);
      if (sample != null) {
        HourType type = types.computeIfAbsent(sample.unit(), unit -> hours.at(unit, now));
        Instant heard = source.lastHeard();
        notices.addAll(source.step(sample, now, before, type, ownGap));
        if (source.outage != null && source.lastHeard().isAfter(heard)) {
          outages.back(source, now).ifPresent(notices::add);
        }
      }
    }
    notices.addAll(outages.begin(watched.values(), now));
    return notices;
  }

  /** Forgets sources that are gone, takes in new ones, and knows those that got another id. */
  private void settle(Map<String, SourceSample> byId, Instant now, List<SourceNotice> notices) {
    List<Watched> gone =
        new ArrayList<>(
            watched.values().stream().filter(it -> !byId.containsKey(it.source)).toList());
    gone.forEach(source -> watched.remove(source.source));
    unwatched = 0;
    for (SourceSample sample : byId.values()) {
      if (watched.containsKey(sample.source())) {
        continue;
      }
      if (watched.size() >= settings.sources()) {
        unwatched++;
        continue;
      }
      Watched fresh = new Watched(settings, sample, now, hours.at(sample.unit(), now));
      Optional<Watched> former =
          gone.stream().filter(it -> it.sample.likeness().equals(sample.likeness())).findFirst();
      former.ifPresent(old -> WatchState.inherit(old, fresh));
      watched.put(sample.source(), fresh);
    }
    for (Watched source : gone) {
      if (source.outage != null) {
        outages.removed(source, now).ifPresent(notices::add);
      }
    }
  }

  /** How each source is, by id. */
  public synchronized List<SourceHealth> health() {
    return watched.values().stream().map(Watched::health).toList();
  }

  /** What is silent now, oldest first. */
  public synchronized List<Outage> outages() {
    return outages.open();
  }

  public synchronized Stats stats() {
    Map<Trouble.Kind, Long> troubles = new HashMap<>();
    for (Watched source : watched.values()) {
      source.contents.troubles.values().forEach(it -> troubles.merge(it.kind(), 1L, Long::sum));
    }
    int silent = (int) watched.values().stream().filter(it -> it.outage != null).count();
    return new Stats(
        looks, ownGaps, watched.size(), unwatched, silent, outages.open().size(), troubles);
  }

  /** All that was learned and what is silent, for {@link #restore}. */
  public synchronized byte[] save() {
    return WatchState.write(lastLook, watched.values(), outages.open());
  }

  /**
   * Continues where {@link #save} was; before the first look.
   *
   * @throws IllegalArgumentException when it is damaged or of an unknown version
   */
  public synchronized void restore(byte[] state) {
    WatchState saved = WatchState.read(state);
    lastLook = saved.lastLook();
    outages.restore(saved.outages());
    for (WatchState.Source source : saved.sources()) {
      Watched restored = source.toWatched(settings);
      watched.put(restored.source, restored);
    }
  }
}
