package vn.lachan.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.audit.TestEntries.ESCALATE;
import static vn.lachan.audit.TestEntries.LOGIN;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link AuditTrail} must do. Implement {@link #trail} to run it on a new one. */
interface AuditTrailContract {
  Instant NOW = Instant.parse("2026-11-20T01:14:22.310456Z");
  Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  /** Returns an empty trail that uses {@code clock}; called once for each test. */
  AuditTrail trail(Clock clock);

  @Test
  default void isIntactWhileEmpty() {
    try (AuditTrail trail = trail(CLOCK)) {
      assertThat(trail.read(AuditFilter.newest(10))).isEmpty();
      assertThat(trail.verify()).isEqualTo(new Verification.Intact(0, "0".repeat(64)));
    }
  }

  @Test
  default void numbersAndLinksRecordsInTheOrderOfArrival() {
    try (AuditTrail trail = trail(CLOCK)) {
      AuditRecord first = trail.append(LOGIN);
      AuditRecord second = trail.append(ESCALATE);

      assertThat(first.sequence()).isEqualTo(1);
      assertThat(first.at()).isEqualTo(NOW);
      assertThat(first.entry()).isEqualTo(LOGIN);
      assertThat(first.previous()).isEqualTo("0".repeat(64));
      assertThat(second.sequence()).isEqualTo(2);
      assertThat(second.previous()).isEqualTo(first.digest());
      assertThat(trail.verify()).isEqualTo(new Verification.Intact(2, second.digest()));
    }
  }

  @Test
  default void readsTheNewestFirstPageByPage() {
    try (AuditTrail trail = trail(CLOCK)) {
      for (int i = 1; i <= 25; i++) {
        trail.append(TestEntries.number(i));
      }
      assertThat(sequences(trail, new AuditFilter(Long.MAX_VALUE, 10, "", Optional.empty())))
          .containsExactlyElementsOf(LongStream.rangeClosed(16, 25).boxed().toList().reversed());
      assertThat(sequences(trail, new AuditFilter(16, 10, "", Optional.empty())))
          .containsExactlyElementsOf(LongStream.rangeClosed(6, 15).boxed().toList().reversed());
      assertThat(sequences(trail, new AuditFilter(1, 10, "", Optional.empty()))).isEmpty();
    }
  }

  @Test
  default void showsOnlyRecordsOfTheGivenUnits() {
    try (AuditTrail trail = trail(CLOCK)) {
      trail.append(LOGIN);
      trail.append(ESCALATE);

      assertThat(sequences(trail, new AuditFilter(9, 10, "", Optional.of(Set.of("00721")))))
          .containsExactly(2L);
      assertThat(sequences(trail, new AuditFilter(9, 10, "", Optional.of(Set.of())))).isEmpty();
    }
  }

  @Test
  default void findsTextInAnyPartWhateverItsCase() {
    try (AuditTrail trail = trail(CLOCK)) {
      trail.append(LOGIN);
      trail.append(ESCALATE);

      assertThat(sequences(trail, new AuditFilter(9, 10, "MẬT KHẨU", Optional.empty())))
          .containsExactly(1L);
      assertThat(sequences(trail, new AuditFilter(9, 10, "sc-2026", Optional.empty())))
          .containsExactly(2L);
      assertThat(sequences(trail, new AuditFilter(9, 10, "không có", Optional.empty()))).isEmpty();
    }
  }

  @Test
  default void replacesHalfCharactersInsteadOfRefusingTheAct() {
    try (AuditTrail trail = trail(CLOCK)) {
      AuditRecord record =
          trail.append(
              new AuditEntry(
                  Actor.PLATFORM, "x", "half:\ud83d", "", java.util.Map.of("k", "\udc00")));

      assertThat(record.entry().subject()).isEqualTo("half:?");
      assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
    }
  }

  @Test
  default void keepsTheChainWhenManyThreadsAppend() throws Exception {
    try (AuditTrail trail = trail(CLOCK);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<AuditRecord>> appended = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        AuditEntry entry = TestEntries.number(i);
        appended.add(threads.submit(() -> trail.append(entry)));
      }
      List<Long> sequences = new ArrayList<>();
      for (Future<AuditRecord> record : appended) {
        sequences.add(record.get().sequence());
      }
      assertThat(sequences)
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
      assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
    }
  }

  private static List<Long> sequences(AuditTrail trail, AuditFilter filter) {
    return trail.read(filter).stream().map(AuditRecord::sequence).toList();
  }
}
