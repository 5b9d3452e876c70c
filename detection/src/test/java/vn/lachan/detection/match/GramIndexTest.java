package vn.lachan.detection.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GramIndexTest {

  private static Set<Integer> found(GramIndex index, String text) {
    Set<Integer> numbers = new TreeSet<>();
    index.scan(text, numbers::add);
    return numbers;
  }

  @Test
  void findsShortAndLongNeedlesAnywhere() {
    GramIndex index =
        new GramIndex(List.of("a", "exe", ".exe", "mimikatz", "đồng văn", "mimi", "katz"));
    assertThat(found(index, "c:\\mimikatz.exe")).containsExactly(0, 1, 2, 3, 5, 6);
    assertThat(found(index, "xã đồng văn")).containsExactly(4);
    assertThat(found(index, "")).isEmpty();
    assertThat(index.anyIn("kat")).isTrue();
    assertThat(index.anyIn("xyz")).isFalse();
  }

  @Test
  void findsWhatContainsFinds() {
    Random random = new Random(11);
    String alphabet = "abcab\\.\u0000\u0161đ";
    for (int round = 0; round < 2_000; round++) {
      List<String> needles = new ArrayList<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        needles.add(text(random, alphabet, 1 + random.nextInt(8)));
      }
      List<String> distinct = needles.stream().distinct().toList();
      GramIndex index = new GramIndex(distinct);
      String text = text(random, alphabet, random.nextInt(60));
      Set<Integer> expected = new TreeSet<>();
      for (int i = 0; i < distinct.size(); i++) {
        if (text.contains(distinct.get(i))) {
          expected.add(i);
        }
      }
      assertThat(found(index, text)).isEqualTo(expected);
      assertThat(index.anyIn(text)).isEqualTo(!expected.isEmpty());
    }
  }

  private static String text(Random random, String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
