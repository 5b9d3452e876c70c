package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResendsTest {
  private final Resends resends = new Resends(3, 2);

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
  void remembersOnlyTheLast() {
    List<String> first = positions(resends.begin("a"), "1", "2", "3", "4");
    List<String> again = positions(resends.begin("a"), "1", "2", "3", "4");
    assertThat(again).doesNotContainAnyElementsOf(first);
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
    List<String> first = positions(resends.begin("a"), "1");
    resends.begin("b");
    resends.begin("c");
    assertThat(positions(resends.begin("a"), "1")).doesNotContainAnyElementsOf(first);
  }
}
