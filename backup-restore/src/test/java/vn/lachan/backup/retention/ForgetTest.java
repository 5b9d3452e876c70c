package vn.lachan.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.backup.repository.TestRepositories.CLOCK;
import static vn.lachan.backup.repository.TestRepositories.SMALL;
import static vn.lachan.backup.repository.TestRepositories.password;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TestSnapshots;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.LocalBackend;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

class ForgetTest {

  private static final RetentionPolicy LAST_TWO =
      new RetentionPolicy(
          2, 0, 0, 0, 0, 0, Span.NONE, Span.NONE, Span.NONE, Span.NONE, Span.NONE, Span.NONE,
          List.of());

  @TempDir Path folder;
  private Repository repository;
  private final Forget forget = new Forget(Machine.current(), CLOCK);

  @BeforeEach
  void takeFive() throws Exception {
    repository =
        Repository.create(new LocalBackend(folder.resolve("kho")), password(), SMALL, CLOCK);
    for (int day = 1; day <= 5; day++) {
      add("2026-09-2" + day + "T01:00:00+07:00", "2026-09-2" + day + "T02:00:00+07:00");
    }
  }

  private StorageId add(String time, String received, String... tags) throws Exception {
    StorageId id =
        TestSnapshots.save(
            repository, new StorageId(1, 2, 3, 4), Path.of("/hồ sơ"), time, "máy", tags);
    Files.setLastModifiedTime(
        folder.resolve("kho/snapshots/" + id),
        FileTime.from(OffsetDateTime.parse(received).toInstant()));
    return id;
  }

  private ForgetOutcome run(ForgetRequest request, Predicate<StoredSnapshot> drilled) {
    return forget.run(repository, request, drilled);
  }

  private long left() {
    return Snapshots.list(repository).all().size();
  }

  @Test
  void removesWhatThePolicyDoesNotKeep() {
    ForgetOutcome outcome = run(ForgetRequest.of(LAST_TWO, 0), s -> false);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ForgetOutcome.Decided.class, d -> assertThat(d.removed()).hasSize(3));
    assertThat(left()).isEqualTo(2);
  }

  @Test
  void keepsTheNewestCompleteOneWhileNewerOnesAreNot() throws Exception {
    for (int day = 6; day <= 8; day++) {
      String time = "2026-09-2" + day;
      add(time + "T01:00:00+07:00", time + "T02:00:00+07:00", "lachan-incomplete=1");
    }

    run(ForgetRequest.of(LAST_TWO, 0), s -> false);

    assertThat(Snapshots.list(repository).all())
        .extracting(s -> s.time().getDayOfMonth())
        .containsExactly(25, 27, 28);
  }

  @Test
  void changesNothingInADryRun() {
    ForgetRequest plain = ForgetRequest.of(LAST_TWO, 0);
    ForgetRequest dry =
        new ForgetRequest(
            plain.policy(),
            List.of(),
            plain.groupBy(),
            List.of(),
            List.of(),
            List.of(),
            0,
            plain.tolerance(),
            false,
            true);

    assertThat(run(dry, s -> false))
        .isInstanceOfSatisfying(
            ForgetOutcome.Decided.class, d -> assertThat(d.removed()).hasSize(3));
    assertThat(left()).isEqualTo(5);
  }

  @Test
  void keepsProvenCopiesWhateverThePolicySays() {
    Instant second = Instant.parse("2026-09-21T18:00:00Z");

    ForgetOutcome outcome =
        run(ForgetRequest.of(LAST_TWO, 1), snapshot -> snapshot.at().equals(second));

    assertThat(outcome).isInstanceOf(ForgetOutcome.Decided.class);
    assertThat(Snapshots.list(repository).all())
        .hasSize(3)
        .extracting(StoredSnapshot::at)
        .contains(second);
  }

  @Test
  void refusesWhenTooFewCopiesAreProven() {
    Instant second = Instant.parse("2026-09-21T18:00:00Z");

    ForgetOutcome outcome =
        run(ForgetRequest.of(LAST_TWO, 2), snapshot -> snapshot.at().equals(second));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ForgetOutcome.Refused.class,
            refused -> assertThat(refused.reasons().getFirst()).contains("diễn tập"));
    assertThat(left()).isEqualTo(5);
  }

  @Test
  void refusesWhileASnapshotClaimsAnotherTimeThanTheServers() throws Exception {
    StorageId early = add("2026-09-01T01:00:00+07:00", "2026-09-25T01:00:00+07:00");
    assertThat(run(ForgetRequest.of(LAST_TWO, 0), s -> false))
        .isInstanceOfSatisfying(
            ForgetOutcome.Refused.class,
            r -> assertThat(r.reasons()).singleElement().asString().contains(early.shortText()));
    repository.backend().remove(FileKind.SNAPSHOT, early.toString());

    add("2030-01-01T01:00:00Z", "2026-09-25T01:00:00+07:00");
    assertThat(run(ForgetRequest.of(LAST_TWO, 0), s -> false))
        .isInstanceOfSatisfying(
            ForgetOutcome.Refused.class,
            r -> assertThat(r.reasons()).singleElement().asString().contains("tương lai"));
    assertThat(left()).isEqualTo(6);
  }

  @Test
  void removesExactlyTheSnapshotsNamed() {
    StoredSnapshot one = Snapshots.list(repository).all().get(2);
    ForgetRequest request =
        new ForgetRequest(
            RetentionPolicy.KEEP_ALL,
            List.of(one.id().shortText()),
            Set.of(),
            List.of(),
            List.of(),
            List.of(),
            0,
            ForgetRequest.LONGEST_BACKUP,
            false,
            false);

    run(request, s -> false);

    assertThat(Snapshots.list(repository).all()).hasSize(4).doesNotContain(one);
  }
}
