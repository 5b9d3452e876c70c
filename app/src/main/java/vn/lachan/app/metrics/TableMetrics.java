package vn.lachan.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;
import vn.lachan.app.tables.TablesInForce;
import vn.lachan.collector.geo.GeoDatabase;
import vn.lachan.collector.geo.GeoTables;

/** Which version of each table is in force, and how places of addresses are looked up. */
@Component
class TableMetrics implements MeterBinder {
  private final TablesInForce tables;
  private final GeoTables geo;

  TableMetrics(TablesInForce tables, GeoTables geo) {
    this.tables = tables;
    this.geo = geo;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String name : TablesInForce.names()) {
      Gauge.builder("lachan.tables.version", tables, it -> it.versionOf(name))
          .description("0: as it came with the settings")
          .tag("table", name)
          .register(registry);
    }
    Gauge.builder("lachan.tables.problems", tables, it -> it.problems().size())
        .description("more than 0: the newest versions are not in force")
        .register(registry);
    counter(registry, "asked", GeoDatabase.Stats::asked);
    counter(registry, "cached", GeoDatabase.Stats::cached);
    counter(registry, "failures", GeoDatabase.Stats::failures);
  }

  private void counter(
      MeterRegistry registry, String name, ToLongFunction<GeoDatabase.Stats> value) {
    FunctionCounter.builder(
            "lachan.geo." + name, geo, it -> it.stats().stream().mapToLong(value).sum())
        .register(registry);
  }
}
