package vn.lachan.app.wiring;

import java.time.Clock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.settings.SourceWatchSettings;
import vn.lachan.collector.health.SourceWatch;
import vn.lachan.collector.health.WatchSettings;
import vn.lachan.detection.coverage.StateFile;
import vn.lachan.registry.HourType;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Unit;
import vn.lachan.registry.UnitKind;

/** What is usual for the log sources. */
@Configuration
class SourceWatchWiring {
  private static final Logger LOG = LoggerFactory.getLogger(SourceWatchWiring.class);

  @Bean
  SourceWatch sourceWatch(Settings settings, Registry registry, Clock clock) {
    SourceWatch watch =
        new SourceWatch(
            wanted(settings.sourceWatch()),
            (unit, moment) -> hours(() -> registry, unit, moment),
            clock);
    StateFile file = stateFile(settings);
    try {
      file.read().ifPresent(watch::restore);
    } catch (IllegalArgumentException e) {
      LOG.warn("{} is damaged: what is usual for the log sources is learned anew", file.file(), e);
    }
    return watch;
  }

  static HourType hours(Supplier<Registry> registry, String unit, java.time.Instant moment) {
    Registry known = registry.get();
    UnitKind kind = known.unit(unit).map(Unit::kind).orElse(UnitKind.PROVINCE);
    return known.calendar().hourType(kind, moment);
  }

  private static WatchSettings wanted(SourceWatchSettings settings) {
    WatchSettings standard = WatchSettings.DEFAULT;
    return new WatchSettings(
        settings.floor(),
        settings.factor(),
        settings.margin(),
        standard.stretches(),
        settings.halfLife(),
        settings.settle(),
        settings.ownGap(),
        standard.restShare(),
        standard.window(),
        settings.dropShare(),
        standard.dropLeast(),
        settings.unparsedShare(),
        standard.fieldUsual(),
        settings.fieldShare(),
        standard.leastLines(),
        settings.massUnits(),
        standard.massShare(),
        standard.sources());
  }

  /** Where what was learned is kept. */
  static StateFile stateFile(Settings settings) {
    return new StateFile(settings.folder("sources").resolve("watch.json"));
  }

  @Bean(destroyMethod = "save")
  SourceWatchKeeper sourceWatchKeeper(SourceWatch watch, Settings settings) {
    return new SourceWatchKeeper(watch, stateFile(settings));
  }
}
