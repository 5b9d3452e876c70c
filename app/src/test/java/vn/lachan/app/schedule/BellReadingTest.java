package vn.lachan.app.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.quartz.JobPersistenceException;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.jdbcjobstore.NoRecordFoundException;

class BellReadingTest {
  private static final Trigger BELL = TriggerBuilder.newTrigger().withIdentity("mot-cua").build();
  private final SchedulerException half =
      new JobPersistenceException(
          "half there", new NoRecordFoundException(BELL.getKey(), "second table", String.class));

  private final AtomicInteger times = new AtomicInteger();

  @Test
  void readsABellAgainThatRangMeanwhile() throws SchedulerException {
    assertThat(
            BellReading.of(() -> {
              if (times.incrementAndGet() < 3) {
                throw half;
              }
              return BELL;
            }))
        .contains(BELL);
    assertThat(BellReading.of(() -> null)).isEmpty();
  }

  @Test
  void doesNotReadForEver() {
    assertThatExceptionOfType(SchedulerException.class)
        .isThrownBy(() ->
            BellReading.of(() -> {
              times.incrementAndGet();
              throw half;
            }))
        .isSameAs(half);
    assertThat(times).hasValue(5);
  }

  @Test
  void passesOnWhatElseGoesWrong() {
    assertThatExceptionOfType(SchedulerException.class)
        .isThrownBy(() ->
            BellReading.of(() -> {
              times.incrementAndGet();
              throw new SchedulerException("no database");
            }));
    assertThat(times).hasValue(1);
  }
}
