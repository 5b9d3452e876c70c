package vn.lachan.incidents.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.MINH;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;

class PreservationsTest {
  private static final Instant FIRST = Instant.parse("2026-01-10T05:00:00Z");
  private static final Instant LIMIT = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir Path folder;

  @Test
  void holdsBackTheDaysThatHoldNamedEventsUntilItIsLifted() {
    TestDesk desk = new TestDesk(TestDatabase.h2(), folder.resolve("chung-cu"));
    String incident = desk.incident();
    try (EventStore store = store()) {
      for (int day = 0; day < 4; day++) {
        Instant at = FIRST.plus(Duration.ofDays(day));
        store.append(List.of(event("e" + day, at, day == 1 ? "10.1.1.9" : "10.1.1.1")));
      }
      store.refresh();
      Preservations orders = new Preservations(desk.dataSource, store, desk.audit, desk.clock);
      TimeRange range = new TimeRange(FIRST.minusSeconds(9), FIRST.plus(Duration.ofDays(9)));
      String id =
          orders.order(
              LAN, incident, "source.ip:10.1.1.9", range, "điều tra", "NĐ 333/2026 Điều 8.9");

      assertThat(store.deleteIngestedBefore(LIMIT, orders.mayGo()))
          .extracting(EventStore.Partition::name)
          .containsExactly("2026-01-10", "2026-01-12", "2026-01-13");
      store.refresh();
      assertThat(store.find("e1", OrganizationScope.PROVINCE)).isPresent();

      orders.lift(LAN, id, "đã có bản giám định");
      assertThat(store.deleteIngestedBefore(LIMIT, orders.mayGo())).hasSize(1);
      assertThat(orders.inForce()).isEmpty();
      assertThat(orders.ofIncident(OrganizationScope.PROVINCE, incident))
          .singleElement()
          .satisfies(order -> assertThat(order.liftedBy()).isEqualTo("lan"));
      assertThat(desk.audit.actions()).contains("preservation.order", "preservation.lift");
    }
  }

  @Test
  void isRefusedWithAQueryThatCannotBeReadOrByWhoDoesNotCoordinate() {
    TestDesk desk = new TestDesk(TestDatabase.h2(), folder.resolve("chung-cu"));
    String incident = desk.incident();
    try (EventStore store = store()) {
      Preservations orders = new Preservations(desk.dataSource, store, desk.audit, desk.clock);

      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> orders.order(LAN, incident, "(", TimeRange.ALL, "lý do", "căn cứ"));
      assertThatExceptionOfType(NotAllowedException.class)
          .isThrownBy(() -> orders.order(MINH, incident, "", TimeRange.ALL, "lý do", "căn cứ"));
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> orders.order(LAN, incident, "", TimeRange.ALL, "lý do", " "));
      assertThat(orders.inForce()).isEmpty();
    }
  }

  private EventStore store() {
    return LuceneEventStore.inMemory();
  }

  private static Event event(String id, Instant at, String ip) {
    return Event.builder(id, at, at).set("source.ip", ip).set("message", "thử").build();
  }
}
