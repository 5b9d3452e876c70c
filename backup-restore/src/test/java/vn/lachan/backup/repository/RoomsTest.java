package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoomsTest {

  @Test
  void hasRoomForWhatIsNeededAndNotMuchMore() {
    for (int needed = 0; needed < 40 << 20; needed += 4099) {
      int size = Rooms.size(needed);
      assertThat(size).isGreaterThanOrEqualTo(needed);
      assertThat(size).isLessThanOrEqualTo(Math.max(1 << 20, needed + needed / 2 + (2 << 20)));
    }
    assertThat(Rooms.size(Integer.MAX_VALUE - 8)).isEqualTo(Integer.MAX_VALUE - 8);
  }

  @Test
  void growsInFewSteps() {
    Set<Integer> sizes = new TreeSet<>();
    for (int needed = 0; needed <= 16 << 20; needed += 1000) {
      sizes.add(Rooms.size(needed));
    }
    assertThat(sizes).hasSizeLessThan(14);
  }
}
