package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResendsTest {
  private final InputMeter meter = new InputMeter("thử", "relp", "", Clock.systemUTC());
  private final Resends resends = new Resends(10_000, meter);

  private static List<String> positions(Resends.Row row, String... records) {
    return List.of(records).stream()
        .map(one -> row.position(AcknowledgedInputContract.bytes(one)))
        .toList();
  }

  @Test
  void aLineThatOnlySeemsAliveIsKnownAgainToo() {
    List<String> first = positions(resends.begin("a"), "1", "2");
    assertThat(positions(resends.begin("a"), "2", "3").getFirst()).isEqualTo(first.get(1));
  }

  @Test
  void remembersOnlyTheLastOfAConnection() {
    Resends.Row row = resends.begin("a");
    List<String> first = new ArrayList<>();
    for (int i = 0; i <= Resends.RECORDS; i++) {
      first.addAll(positions(row, "" + i));
    }
    assertThat(positions(resends.begin("a"), "0")).doesNotContainAnyElementsOf(first);
    assertThat(positions(resends.begin("a"), "1", "2")).isEqualTo(first.subList(1, 3));
  }

  @Test
  void otherSendersAreOthers() {
    List<String> first = positions(resends.begin("a"), "1");
    assertThat(positions(resends.begin("b"), "1")).doesNotContainAnyElementsOf(first);
  }

  @Test
  void aSecondResendGetsTheFirstPositions() {
    List<String> first = positions(resends.begin("a"), "1", "2");
    assertThat(positions(resends.begin("a"), "1", "2")).isEqualTo(first);
    assertThat(positions(resends.begin("a"), "1", "2")).isEqualTo(first);
  }

  @Test
  void aLineThatBreaksAgainWhileItRepeatsLosesTheThreadNot() {
    List<String> first = positions(resends.begin("a"), "1", "2", "3");
    positions(resends.begin("a"), "1", "2");
    resends.begin("a");
    assertThat(positions(resends.begin("a"), "2", "3")).isEqualTo(first.subList(1, 3));
  }

  @Test
  void forgetsTheSenderThatWasNotHeardForLongest() {
    Resends few = new Resends(4, meter);
    List<String> a = positions(few.begin("a"), "1");
    Resends.Row b = few.begin("b");
    positions(b, "1", "2");
    positions(few.begin("c"), "1", "2");
    assertThat(meter.health(0).remembered()).isEqualTo(4);
    assertThat(positions(few.begin("a"), "1")).doesNotContainAnyElementsOf(a);
    assertThat(positions(few.begin("c"), "2")).hasSize(1);
    assertThat(meter.health(0).remembered()).isEqualTo(4);
  }
}
