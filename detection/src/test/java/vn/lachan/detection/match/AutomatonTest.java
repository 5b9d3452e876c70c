package vn.lachan.detection.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AutomatonTest {
  private static String random(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abđ".charAt(random.nextInt(3)));
    }
    return text.toString();
  }

  @Test
  void findsExactlyTheNeedlesThatOccur() {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      List<String> needles = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        needles.add(random(random, 1 + random.nextInt(5)));
      }
      Automaton automaton = new Automaton(needles);
      String text = random(random, random.nextInt(30));
      Set<Integer> found = new TreeSet<>();
      automaton.scan(text, found::add);
      Set<Integer> expected = new TreeSet<>();
      for (int i = 0; i < needles.size(); i++) {
        if (text.contains(needles.get(i))) {
          expected.add(i);
        }
      }
      assertThat(found).as(needles + " in " + text).isEqualTo(expected);
      assertThat(automaton.anyIn(text)).isEqualTo(!expected.isEmpty());
    }
  }
}
