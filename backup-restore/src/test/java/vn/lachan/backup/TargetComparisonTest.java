package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.plan.PlanRetention;
import vn.lachan.backup.retention.ForgetOutcome;
import vn.lachan.backup.retention.ForgetRequest;
import vn.lachan.backup.retention.RetentionPolicy;

class TargetComparisonTest {

  @TempDir Path folder;
  private Fixture fixture;
  private BackupRepository second;

  @BeforeEach
  void twoTargets() {
    fixture = new Fixture(folder);
    second =
        new BackupRepository(
            folder.resolve("kho-2"), fixture.passwordFile, Fixture.SETTINGS, fixture.clock);
    assertThat(second.create(false)).isEmpty();
    fixture.dossier("a/to-khai.xml", "một");
  }

  private TargetComparison compare() {
    return TargetComparison.of(fixture.place(), second, fixture.plan.tag());
  }

  private void copy() {
    assertThat(
            new RepositoryCopy(fixture.audit::add, Fixture.SETTINGS)
                .copy(fixture.place(), second, List.of(), false, Fixture.OPERATOR))
        .isInstanceOf(CopyOutcome.Copied.class);
  }

  @Test
  void namesWhatIsMissingAndWhatIsLeft() {
    String first = fixture.backup().snapshot();
    copy();
    fixture.now.updateAndGet(now -> now.plus(Duration.ofHours(1)));
    fixture.dossier("b/to-khai.xml", "hai");
    String later = fixture.backup().snapshot();

    assertThat(compare())
        .isEqualTo(
            new TargetComparison.Compared(List.of(first), List.of(later), List.of(), List.of()));

    copy();
    new Upkeep(fixture.audit::add, fixture.clock)
        .forget(
            fixture.place(),
            new ForgetRequest(
                RetentionPolicy.KEEP_ALL,
                List.of(first),
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                Duration.ofHours(24),
                true,
                false),
            Set.of(),
            Fixture.OPERATOR);

    assertThat(compare())
        .isInstanceOfSatisfying(
            TargetComparison.Compared.class,
            compared -> {
              assertThat(compared.same()).containsExactly(later);
              assertThat(compared.extra()).hasSize(1);
              assertThat(compared.isComplete()).isTrue();
            });
  }

  @Test
  void aDrilledSnapshotHoldsTheFloorInItsCopiesToo() {
    String first = fixture.backup().snapshot();
    fixture.now.updateAndGet(now -> now.plus(Duration.ofDays(60)));
    fixture.backup();
    copy();
    fixture.now.updateAndGet(now -> now.plus(Duration.ofHours(1)));
    ForgetRequest request = ForgetRequest.of(PlanRetention.days(30).policy(), 1);
    ForgetRequest simulated =
        new ForgetRequest(
            request.policy(),
            List.of(),
            request.groupBy(),
            List.of(),
            List.of(fixture.plan.tag()),
            List.of(),
            1,
            request.tolerance(),
            true,
            true);
    Upkeep upkeep = new Upkeep(fixture.audit::add, fixture.clock);

    assertThat(upkeep.forget(second, simulated, Set.of(), Fixture.OPERATOR))
        .as("no copy is proven yet")
        .isInstanceOf(ForgetOutcome.Refused.class);
    assertThat(upkeep.forget(second, simulated, Set.of(first), Fixture.OPERATOR))
        .isInstanceOfSatisfying(
            ForgetOutcome.Decided.class, decided -> assertThat(decided.removed()).isEmpty());
  }

  @Test
  void saysWhyATargetCannotBeReached() {
    fixture.backup();
    BackupRepository gone =
        new BackupRepository(
            folder.resolve("khong-co"), fixture.passwordFile, Fixture.SETTINGS, fixture.clock);

    assertThat(TargetComparison.of(fixture.place(), gone, fixture.plan.tag()))
        .isInstanceOf(TargetComparison.Unavailable.class);
  }
}
