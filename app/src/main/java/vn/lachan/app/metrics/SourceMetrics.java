package vn.lachan.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import org.springframework.stereotype.Component;
import vn.lachan.collector.health.SourceWatch;
import vn.lachan.collector.health.Trouble;

/** How the log sources are doing, as numbers. */
@Component
class SourceMetrics implements MeterBinder {
  private final SourceWatch watch;

  SourceMetrics(SourceWatch watch) {
    this.watch = watch;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("lachan.sources.looks", watch, w -> w.stats().looks())
        .register(registry);
    FunctionCounter.builder("lachan.sources.own.gaps", watch, w -> w.stats().ownGaps())
        .description("pauses of the platform, during which no source is judged")
        .register(registry);
    Gauge.builder("lachan.sources.watched", watch, w -> w.stats().watched()).register(registry);
    Gauge.builder("lachan.sources.unwatched", watch, w -> w.stats().unwatched())
        .description("sources beyond the bound, which are not judged")
        .register(registry);
    Gauge.builder("lachan.sources.silent", watch, w -> w.stats().silent()).register(registry);
    Gauge.builder("lachan.sources.outages", watch, w -> w.stats().outages()).register(registry);
    for (Trouble.Kind kind : Trouble.Kind.values()) {
      Gauge.builder(
              "lachan.sources.troubles", watch, w -> w.stats().troubles().getOrDefault(kind, 0L))
          .tag("kind", kind.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }
}
