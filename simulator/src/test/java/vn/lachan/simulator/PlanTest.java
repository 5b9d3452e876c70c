package vn.lachan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Instant END = Instant.parse("2026-11-20T10:30:00Z");

  @Test
  void playsTheLastDayWithAllAttacksByDefault() {
    Plan plan = Plan.of(Provinces.sample(), END);
    assertThat(plan.span()).isEqualTo(Duration.ofHours(24));
    assertThat(plan.dossiers()).isEqualTo(2000);
    assertThat(plan.attacks()).hasSize(Plan.allAttacks().size()).contains("A01", "F06");
  }

  @Test
  void refusesWhatCannotBePlayed() {
    Plan plan = Plan.of(Provinces.sample(), END);
    assertThatIllegalArgumentException().isThrownBy(() -> plan.withSpan(Duration.ofHours(25)));
    assertThatIllegalArgumentException().isThrownBy(() -> plan.withSpan(Duration.ofHours(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> plan.withDossiers(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.withAttacks(Set.of("Z99")))
        .withMessageContaining("Z99");
  }
}
