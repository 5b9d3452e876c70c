package vn.lachan.backup.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;

/**
 * Removes snapshots that a policy does not keep; their data stays until a {@link Prune}.
 *
 * <p>Holds an exclusive lock meanwhile. Refuses as a whole, before anything is removed: when a
 * snapshot cannot be read; when the time a snapshot claims and the time the server stored it
 * disagree, because somebody who can add snapshots could push good ones out with false times; and
 * when fewer proven copies would remain than asked for.
 *
 * <p>While the newest snapshot of a group is incomplete, a policy never removes the newest complete
 * one: else a file that nobody could read for a week would push out the last backup that has it.
 */
public final class Forget {

  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private final Machine machine;
  private final Clock clock;

  public Forget(Machine machine, Clock clock) {
    this.machine = machine;
    this.clock = clock;
  }

  /**
   * Decides and, unless it is a dry run, removes.
   *
   * @param drilled whether a drill has proven the snapshot
   */
  public ForgetOutcome run(
      Repository repository, ForgetRequest request, Predicate<StoredSnapshot> drilled) {
    if (request.dryRun()) {
      return decide(repository, request, drilled);
    }
    try (RepositoryLock lock = RepositoryLock.exclusive(repository, machine)) {
      ForgetOutcome outcome = decide(repository, request, drilled);
      if (outcome instanceof ForgetOutcome.Decided decided) {
        for (RetentionPolicy.Verdict verdict : decided.removed()) {
          lock.requireHeld();
          repository.remove(FileKind.SNAPSHOT, verdict.snapshot().id().toString());
        }
      }
      return outcome;
    }
  }

  private ForgetOutcome decide(
      Repository repository, ForgetRequest request, Predicate<StoredSnapshot> drilled) {
    Snapshots snapshots = Snapshots.list(repository);
    List<String> reasons = new ArrayList<>();
    snapshots.damaged().forEach(d -> reasons.add("Ảnh chụp bị hỏng: " + d.resource()));
    Map<List<Object>, List<StoredSnapshot>> groups = new LinkedHashMap<>();
    for (StoredSnapshot snapshot : snapshots.all()) {
      if (request.concerns(snapshot)) {
        groups.computeIfAbsent(request.group(snapshot), g -> new ArrayList<>()).add(snapshot);
        if (!request.acceptTimes()) {
          doubt(repository, request, snapshot).ifPresent(reasons::add);
        }
      }
    }
    for (String id : request.ids()) {
      if (snapshots.find(id).isEmpty() && snapshots.all().stream().noneMatch(s -> isCopy(s, id))) {
        reasons.add("Không có ảnh chụp (duy nhất) nào là " + id);
      }
    }
    List<RetentionPolicy.Verdict> verdicts = new ArrayList<>();
    for (List<StoredSnapshot> group : groups.values()) {
      List<RetentionPolicy.Verdict> some =
          request.ids().isEmpty()
              ? withComplete(request.policy().decide(group, clock.instant()))
              : named(group, request.ids(), snapshots.all());
      verdicts.addAll(withFloor(some, request, drilled, reasons));
    }
    return reasons.isEmpty()
        ? new ForgetOutcome.Decided(verdicts, request.dryRun())
        : new ForgetOutcome.Refused(reasons);
  }

  private static List<RetentionPolicy.Verdict> named(
      List<StoredSnapshot> group, List<String> ids, List<StoredSnapshot> all) {
    return group.reversed().stream()
        .map(s ->
            new RetentionPolicy.Verdict(
                s,
                ids.stream().anyMatch(id -> isNamed(s, id, all))
                    ? List.of()
                    : List.of("not named")))
        .toList();
  }

  /** An id names the snapshot that has it; only where there is none, the copies made of it. */
  private static boolean isNamed(StoredSnapshot snapshot, String id, List<StoredSnapshot> all) {
    return all.stream().anyMatch(other -> other.id().toString().startsWith(id))
        ? snapshot.id().toString().startsWith(id)
        : isCopy(snapshot, id);
  }

  /** Whether it is a copy of the snapshot whose whole id this is. */
  private static boolean isCopy(StoredSnapshot snapshot, String id) {
    return snapshot.original().filter(original -> original.toString().equals(id)).isPresent();
  }

  private static List<RetentionPolicy.Verdict> withComplete(List<RetentionPolicy.Verdict> all) {
    List<RetentionPolicy.Verdict> result = new ArrayList<>(all);
    for (int i = 0; i < all.size(); i++) {
      RetentionPolicy.Verdict verdict = all.get(i);
      if (!verdict.snapshot().isIncomplete()) {
        if (i > 0 && !verdict.isKept()) {
          result.set(i, new RetentionPolicy.Verdict(verdict.snapshot(), List.of("complete")));
        }
        return result;
      }
    }
    return result;
  }

  /** Keeps the newest proven copies; complains when there are too few. */
  private static List<RetentionPolicy.Verdict> withFloor(
      List<RetentionPolicy.Verdict> verdicts,
      ForgetRequest request,
      Predicate<StoredSnapshot> drilled,
      List<String> reasons) {
    int floor = request.keepDrilled();
    if (floor == 0 || verdicts.stream().allMatch(RetentionPolicy.Verdict::isKept)) {
      return verdicts;
    }
    List<RetentionPolicy.Verdict> result = new ArrayList<>();
    int proven = 0;
    for (RetentionPolicy.Verdict verdict : verdicts) {
      if (proven < floor && drilled.test(verdict.snapshot())) {
        proven++;
        List<String> why = new ArrayList<>(verdict.reasons());
        why.add("drilled");
        result.add(new RetentionPolicy.Verdict(verdict.snapshot(), why));
      } else {
        result.add(verdict);
      }
    }
    if (proven < floor) {
      StoredSnapshot one = verdicts.getFirst().snapshot();
      reasons.add(
          "Nhóm %s %s chỉ có %d bản đã diễn tập đạt, cần giữ %d: hãy diễn tập trước khi xoá"
              .formatted(one.hostname(), one.paths(), proven, floor));
    }
    return result;
  }

  /** Why the time of a snapshot is not to be trusted. */
  private Optional<String> doubt(
      Repository repository, ForgetRequest request, StoredSnapshot snapshot) {
    String name = snapshot.id().shortText();
    if (snapshot.at().isAfter(clock.instant().plus(CLOCK_SKEW))) {
      return Optional.of("Ảnh chụp " + name + " ghi giờ trong tương lai: " + snapshot.time());
    }
    Optional<Instant> received =
        repository.backend().storedAt(FileKind.SNAPSHOT, snapshot.id().toString());
    if (received.isEmpty() || snapshot.original().isPresent()) {
      return Optional.empty();
    }
    Duration late = Duration.between(snapshot.at(), received.get());
    boolean plausible =
        late.compareTo(CLOCK_SKEW.negated()) >= 0 && late.compareTo(request.tolerance()) <= 0;
    return plausible
        ? Optional.empty()
        : Optional.of(
            "Ảnh chụp %s ghi giờ %s nhưng máy chủ nhận lúc %s; không xoá gì khi giờ chưa rõ"
                .formatted(name, snapshot.time(), received.get()));
  }
}
