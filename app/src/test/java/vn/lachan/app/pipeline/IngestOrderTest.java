package vn.lachan.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.kafka.KafkaBatch.Place;

class IngestOrderTest {
  private final IngestOrder<String> order = new IngestOrder<>(3);

  private List<String> go() {
    List<String> gone = new ArrayList<>();
    for (var next = order.next(order.low()); next != null; next = order.next(order.low())) {
      gone.add(next.what());
    }
    return gone;
  }

  @Test
  void nothingGoesBeforeEveryPartitionWasHeardOf() {
    order.partitions(2);
    order.add(new Place(10, 0, 0), 0, "a");
    order.reached(0, 100);
    assertThat(go()).isEmpty();
    order.reached(1, 11);
    assertThat(go()).containsExactly("a");
  }

  @Test
  void whatComesLaterFromASlowPartitionGoesFirst() {
    order.partitions(2);
    order.add(new Place(20, 0, 5), 0, "later");
    order.reached(0, 30);
    order.reached(1, 20);
    assertThat(go()).as("an equal time may still come").isEmpty();
    order.add(new Place(20, 1, 1), 1, "same time, next partition");
    order.add(new Place(15, 1, 0), 2, "earlier");
    order.reached(1, 21);
    assertThat(go()).containsExactly("earlier", "later", "same time, next partition");
  }

  @Test
  void timeNeverGoesBack() {
    order.partitions(1);
    order.reached(0, 50);
    order.reached(0, 40);
    assertThat(order.low()).isEqualTo(50);
  }

  @Test
  void tooManyDoNotWaitAndAreCounted() {
    order.partitions(2);
    order.reached(0, 1);
    for (int i = 0; i < 5; i++) {
      order.add(new Place(10 + i, 0, i), i, "m" + i);
    }
    assertThat(go()).containsExactly("m0", "m1");
    assertThat(order.hurried()).isEqualTo(2);
    assertThat(order.marks()).containsExactly(2L, 3L, 4L);
  }
}
