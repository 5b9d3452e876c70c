package vn.lachan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.simulator.send.FileSender;
import vn.lachan.simulator.send.Senders;

class SimulationTest {
  private static final Instant END = Instant.parse("2026-11-20T10:30:00Z");
  private static final Clock CLOCK = Clock.fixed(END.plusSeconds(60), ZoneOffset.UTC);
  private static final Plan PLAN = Plan.of(Provinces.sample(), END).withDossiers(60);

  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  private Simulation.Result run(Plan plan, Senders senders) {
    try (senders) {
      return Simulation.run(
          plan, senders, CLOCK, new PrintStream(progress, true, StandardCharsets.UTF_8));
    }
  }

  @Test
  void sendsEveryLineAndTellsWhichAttacksWentOut(@TempDir Path folder) throws IOException {
    Simulation.Result result =
        run(PLAN, new Senders().with(Senders.datasets(), new FileSender(folder)));

    assertThat(result.attacks()).hasSize(Plan.allAttacks().size());
    PlantedAttack spray = result.attacks().getFirst();
    assertThat(spray.id()).isEqualTo("A01");
    assertThat(spray.useCase()).isEqualTo("A01");
    assertThat(spray.lines()).isEqualTo(24);
    assertThat(spray.eventIds()).hasSize(24);
    assertThat(spray.entities()).contains("203.0.113.21");
    assertThat(spray.sentFrom()).isEqualTo(CLOCK.instant());
    assertThat(Duration.between(spray.firstEvent(), spray.lastEvent()))
        .isLessThan(Duration.ofMinutes(10));
    for (String dataset : Senders.datasets()) {
      List<String> lines = Files.readAllLines(folder.resolve(dataset + ".log"));
      assertThat((long) lines.size()).isEqualTo(result.lines().get(dataset));
    }
    assertThat(progress.toString(StandardCharsets.UTF_8)).contains("Đã gửi xong");
  }

  @Test
  void leavesOutDataSetsAndAttacksWithoutASender(@TempDir Path folder) {
    Simulation.Result result =
        run(PLAN, new Senders().with(Set.of("dvc.motcua"), new FileSender(folder)));

    assertThat(result.lines().keySet()).containsExactly("dvc.motcua");
    assertThat(result.attacks())
        .extracting(PlantedAttack::id)
        .contains("A01", "D01")
        .doesNotContain("D02", "F06", "E09");
  }

  @Test
  void appendsTheSameBytesAgain(@TempDir Path folder) throws IOException {
    Plan plan = PLAN.withAttacks(Set.of("A01"));
    run(plan, new Senders().with(Set.of("dvc.motcua"), new FileSender(folder)));
    byte[] once = Files.readAllBytes(folder.resolve("dvc.motcua.log"));
    run(plan, new Senders().with(Set.of("dvc.motcua"), new FileSender(folder)));
    byte[] twice = Files.readAllBytes(folder.resolve("dvc.motcua.log"));
    assertThat(twice).hasSize(once.length * 2).startsWith(once).endsWith(once);
  }

  @Test
  void keepsTheRateItIsGiven(@TempDir Path folder) {
    Simulation.Result result =
        run(
            PLAN.withDossiers(5).withAttacks(Set.of()).withLinesPerSecond(400),
            new Senders().with(Set.of("dvc.motcua"), new FileSender(folder)));
    double seconds = result.took().toMillis() / 1000.0;
    assertThat(result.totalLines() / seconds).isLessThan(440);
  }
}
