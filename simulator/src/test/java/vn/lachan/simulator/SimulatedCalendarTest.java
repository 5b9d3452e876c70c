package vn.lachan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.registry.Registry;
import vn.lachan.registry.UnitKind;
import vn.lachan.simulator.send.LogLine;
import vn.lachan.simulator.send.Sender;
import vn.lachan.simulator.send.Senders;

class SimulatedCalendarTest {
  private static final Registry TUYEN_QUANG = Provinces.sample();

  @Test
  void leavesTheCalendarAloneOnAWorkingDay() {
    Instant friday = Instant.parse("2026-11-20T10:30:00Z");
    assertThat(SimulatedCalendar.fitting(TUYEN_QUANG, friday)).isSameAs(TUYEN_QUANG);
    // Monday at nine: two hours of today are too few.
    Instant monday = Instant.parse("2026-11-23T02:00:00Z");
    assertThat(SimulatedCalendar.fitting(TUYEN_QUANG, monday)).isNotSameAs(TUYEN_QUANG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T21:22:00Z",
        "2026-11-22T10:00:00Z",
        "2026-11-22T17:00:00Z",
        "2026-02-17T03:10:00Z",
        "2026-11-22T16:59:59Z"
      })
  void makesADayThatCanBePlayedAtAnyHour(String end) {
    Instant endAt = Instant.parse(end);
    Registry registry = SimulatedCalendar.fitting(TUYEN_QUANG, endAt);
    assertThat(registry.calendar().isWorkingTime(UnitKind.COMMUNE_CENTRE, endAt)).isTrue();
    assertThat(
            registry
                .calendar()
                .isWorkingTime(UnitKind.COMMUNE_CENTRE, endAt.minus(Duration.ofHours(12))))
        .isFalse();

    List<LogLine> lines = new ArrayList<>();
    Simulation.Result result =
        Simulation.run(
            Plan.of(registry, endAt).withDossiers(40),
            new Senders().with(Senders.datasets(), new Collecting(lines)),
            Clock.fixed(endAt, ZoneOffset.UTC),
            new PrintStream(
                OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8));
    assertThat(result.attacks()).hasSize(Plan.allAttacks().size());
    assertThat(lines).allMatch(line -> !line.at().isAfter(endAt));
  }

  private record Collecting(List<LogLine> lines) implements Sender {
    @Override
    public void send(LogLine line) {
      lines.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
