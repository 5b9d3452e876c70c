package vn.lachan.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;
import vn.lachan.incidents.delivery.Courier;
import vn.lachan.incidents.delivery.DeliveryStats;
import vn.lachan.incidents.sharing.Sharing;

/** What left the house, what could not, and what labels kept in it. */
@Component
class NoticeMetrics implements MeterBinder {
  private final Courier courier;
  private final Sharing sharing;

  NoticeMetrics(Courier courier, Sharing sharing) {
    this.courier = courier;
    this.sharing = sharing;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "lachan.notices.waiting", DeliveryStats::waiting);
    gauge(registry, "lachan.notices.sent", DeliveryStats::sent);
    gauge(registry, "lachan.notices.refused", DeliveryStats::refused);
    gauge(registry, "lachan.notices.given.up", DeliveryStats::givenUp);
    FunctionCounter.builder("lachan.sharing.refusals", sharing, Sharing::refusals)
        .description("what labels or the state-secret flag kept from leaving")
        .register(registry);
  }

  private void gauge(MeterRegistry registry, String name, ToDoubleFunction<DeliveryStats> value) {
    Gauge.builder(name, courier, c -> value.applyAsDouble(c.stats())).register(registry);
  }
}
