package vn.lachan.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.detection.StatePage;

class PartitionStateTest {
  private static PartitionState state(long number, long neededFrom, int fill) {
    byte[] page = new byte[1_000];
    java.util.Arrays.fill(page, (byte) fill);
    return new PartitionState(
        number * 10,
        List.of(number, number + 3),
        4,
        Map.of(0, 100L, 3, number),
        77,
        new StatePage(number, neededFrom, page));
  }

  private static PartitionState.Assembly assembly(PartitionState... states) {
    PartitionState.Assembly assembly = new PartitionState.Assembly();
    long offset = 0;
    for (PartitionState state : states) {
      for (byte[] piece : state.pieces(300)) {
        assembly.add(offset++, piece);
      }
    }
    return assembly;
  }

  @Test
  void comesBackWithThePagesThatItNeeds() {
    List<PartitionState> found =
        assembly(state(1, 1, 1), state(2, 1, 2), state(3, 2, 3), state(4, 2, 4)).last();
    assertThat(found).containsExactly(state(2, 1, 2), state(3, 2, 3), state(4, 2, 4));
    assertThat(found.getLast().from()).isEqualTo(4);
  }

  @Test
  void aPageWithoutAllItsPiecesIsNotThere() {
    PartitionState.Assembly assembly = assembly(state(1, 1, 1));
    List<byte[]> pieces = state(2, 1, 2).pieces(300);
    for (byte[] piece : pieces.subList(0, pieces.size() - 1)) {
      assembly.add(50, piece);
    }
    assertThat(assembly.last()).containsExactly(state(1, 1, 1));
  }

  @Test
  void aPageThatComesAgainReplacesThoseBehindIt() {
    assertThat(assembly(state(1, 1, 1), state(2, 1, 2), state(3, 1, 3), state(2, 1, 9)).last())
        .containsExactly(state(1, 1, 1), state(2, 1, 9));
  }

  @Test
  void whatIsNeededButWasDeletedGivesNothing() {
    assertThat(assembly(state(3, 2, 3)).last()).isEmpty();
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] piece = state(1, 1, 1).pieces(10_000).getFirst();
    piece[0] = 9;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartitionState.Assembly().add(4, piece))
        .withMessage("a state of unknown version at offset 4");
  }
}
