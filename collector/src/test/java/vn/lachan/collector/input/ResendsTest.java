package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.RawLog;

class ResendsTest {
  private final InputMeter meter = new InputMeter("thử", "relp", "", Clock.systemUTC());
  private final Resends resends = resends(10_000);

  private Resends resends(int most) {
    return new Resends("relp", most, record -> record, meter);
  }

  private static RawLog kept(int second, String peer, String position, String record) {
    return new RawLog(
        "s",
        Instant.EPOCH.plusSeconds(second),
        peer,
        position,
        AcknowledgedInputContract.bytes(record));
  }

  @Test
  void knowsAgainWhatAnEarlierProcessKept() {
    List<String> before = positions(resends.begin("10.0.0.1"), "1", "2", "3");
    List<String> foreign = positions(resends.begin("10.0.0.9"), "cũ");
    Resends later = resends(100);
    later.recall(kept(0, "10.0.0.9:7", foreign.getFirst(), "cũ"));
    for (int i = 0; i < 3; i++) {
      later.recall(kept(100, "10.0.0.1:514", before.get(i), "" + (i + 1)));
    }
    later.recall(kept(100, "10.0.0.1:514", "beats/khác", "4"));
    // A second connection had repeated 2 and 3 and gone on when the process ended.
    later.recall(kept(101, "10.0.0.1:515", before.get(1), "2"));
    later.recall(kept(101, "10.0.0.1:515", before.get(2), "3"));
    String fourth = positions(resends.begin("10.0.0.1"), "4").getFirst();
    later.recall(kept(101, "10.0.0.1:515", fourth, "4"));
    later.recalled();

    assertThat(positions(later.begin("10.0.0.1"), "2", "3", "4"))
        .containsExactly(before.get(1), before.get(2), fourth);
    assertThat(positions(later.begin("10.0.0.9"), "cũ")).isNotEqualTo(foreign);
    assertThat(meter.health(0).recognised()).isEqualTo(3);
  }

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
    Resends few = resends(4);
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
