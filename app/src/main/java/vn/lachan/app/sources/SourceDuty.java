package vn.lachan.app.sources;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.wiring.OwnEvents;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverStats;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.SourceStats;
import vn.lachan.collector.health.SourceNotice;
import vn.lachan.collector.health.SourceSample;
import vn.lachan.collector.health.SourceWatch;
import vn.lachan.registry.Network;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Unit;

/**
 * Looks at every log source and tells what began and ended: as events, which rules turn into
 * alerts, and as notes on the alerts of what is over.
 */
@Component
class SourceDuty {
  private static final Logger LOG = LoggerFactory.getLogger(SourceDuty.class);

  /** Notices that wait because nothing is taken; the oldest leave first. */
  private static final int WAITING = 1_000;

  private final SourceWatch watch;
  private final LogSources sources;
  private final SourceStatistics statistics;
  private final HandOver handOver;
  private final Settings settings;
  private final Registry registry;
  private final OwnEvents own;
  private final SourceEvents events;
  private final SourceAlerts alerts;
  private final Deque<SourceNotice> waiting = new ArrayDeque<>();

  SourceDuty(
      SourceWatch watch,
      LogSources sources,
      SourceStatistics statistics,
      HandOver handOver,
      Settings settings,
      Registry registry,
      OwnEvents own,
      SourceEvents events,
      SourceAlerts alerts) {
    this.watch = watch;
    this.sources = sources;
    this.statistics = statistics;
    this.handOver = handOver;
    this.settings = settings;
    this.registry = registry;
    this.own = own;
    this.events = events;
    this.alerts = alerts;
  }

  @Scheduled(
      initialDelayString = "${lachan.source-watch.every:15s}",
      fixedRateString = "${lachan.source-watch.every:15s}")
  synchronized void look() {
    if (!settings.collects()) {
      return; // those that collect know who is silent
    }
    boolean receiving = handOver.standing().state() == HandOverStats.State.OPEN;
    for (SourceNotice notice : watch.look(samples(), receiving)) {
      LOG.info("log sources: {}", notice);
      waiting.add(notice);
    }
    while (!waiting.isEmpty() && tell(waiting.getFirst())) {
      waiting.removeFirst();
    }
    while (waiting.size() > WAITING) {
      LOG.warn("this notice is not taken: {}", waiting.removeFirst());
    }
  }

  private boolean tell(SourceNotice notice) {
    if (!own.tell(OwnEvents.SOURCE, events.of(notice))) {
      return false;
    }
    alerts.follow(notice);
    return true;
  }

  private Collection<SourceSample> samples() {
    List<SourceSample> samples = new ArrayList<>();
    for (LogSource source : sources.all()) {
      if (!source.dataset().startsWith("lachan.")) {
        samples.add(sample(source));
      }
    }
    return samples;
  }

  private SourceSample sample(LogSource source) {
    SourceStats stats = statistics.stats(source.id());
    SourceStatistics.Coverage coverage = statistics.coverage(source.id());
    return new SourceSample(
        source.id(),
        unit(source),
        likeness(source),
        source.expectedGap(),
        source.skewTolerance(),
        stats.total(),
        stats.unparsed(),
        stats.lastSeen(),
        stats.skew(),
        coverage.events(),
        coverage.carried());
  }

  /** The unit of the settings, or the one that owns its network. */
  private String unit(LogSource source) {
    if (!source.organization().isEmpty()) {
      return source.organization();
    }
    Optional<Network> network = source.networks().stream().findFirst();
    return network.flatMap(it -> registry.unitAt(it.host(0))).map(Unit::code).orElse("");
  }

  /** Equal for a source that only got another id. */
  private static String likeness(LogSource source) {
    boolean told =
        source.tokenHash().isPresent() || !source.networks().isEmpty() || !source.paths().isEmpty();
    return told
        ? String.join(
            "|",
            source.dataset(),
            source.organization(),
            source.tokenHash().orElse(""),
            source.networks().toString(),
            source.paths().toString())
        : "id " + source.id();
  }
}
