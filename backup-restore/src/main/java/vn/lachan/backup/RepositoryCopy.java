package vn.lachan.backup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.archive.ArchiveInterruptedException;
import vn.lachan.backup.archive.SnapshotCopy;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.PackCheck;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.StorageId;

/**
 * Copies snapshots into another repository, or a whole repository into a fresh one with a new key.
 *
 * <p>Every blob is proven by its id on the way. Stopped at any point, the same call goes on where
 * it was. Holds a shared lock on both.
 */
public final class RepositoryCopy {

  private final Consumer<AuditEntry> audit;
  private final BackupSettings settings;
  private final Machine machine = Machine.current();

  public RepositoryCopy(Consumer<AuditEntry> audit, BackupSettings settings) {
    this.audit = audit;
    this.settings = settings;
  }

  /**
   * Copies into a repository that is there.
   *
   * @param words the snapshots, see {@link Snapshots#find}; empty for all
   * @param dryRun only tell what would be copied, as copies of themselves
   */
  public CopyOutcome copy(
      BackupRepository from, BackupRepository to, List<String> words, boolean dryRun, Actor actor) {
    tell(actor, "backup.copy.start", from, to);
    try (Repository source = from.open();
        Repository target = to.open()) {
      if (source.id().equals(target.id())) {
        return new CopyOutcome.Failed("Nguồn và đích là cùng một kho");
      }
      CopyOutcome outcome = dryRun ? divergence(source, target) : copy(source, target, words);
      tell(actor, "backup.copy.finish", from, to);
      return outcome;
    } catch (RepositoryException e) {
      return new CopyOutcome.Failed(Failures.describe(e));
    } catch (ArchiveInterruptedException e) {
      return new CopyOutcome.Failed("Việc sao chép bị dừng giữa chừng; chạy lại để làm tiếp");
    }
  }

  /**
   * Copies everything into a fresh repository with a key of its own that cuts files at the same
   * places, then reads all of it back. The target may be what an earlier call left.
   *
   * @param newPassword write a new random password for it
   */
  public CopyOutcome rekey(
      BackupRepository from, BackupRepository to, boolean newPassword, Actor actor) {
    tell(actor, "backup.rekey.start", from, to);
    try (Repository source = from.open();
        Repository target = openOrCreate(source, to, newPassword)) {
      if (source.id().equals(target.id()) || !source.cutsLike(target)) {
        return new CopyOutcome.Failed("Kho đích không phải bản thay khoá của kho nguồn");
      }
      CopyOutcome outcome = copy(source, target, List.of());
      Optional<String> doubt = prove(source, target);
      tell(actor, "backup.rekey.finish", from, to);
      return doubt.<CopyOutcome>map(CopyOutcome.Failed::new).orElse(outcome);
    } catch (RepositoryException e) {
      return new CopyOutcome.Failed(Failures.describe(e));
    } catch (ArchiveInterruptedException e) {
      return new CopyOutcome.Failed("Việc thay khoá bị dừng giữa chừng; chạy lại để làm tiếp");
    }
  }

  private static Repository openOrCreate(
      Repository source, BackupRepository to, boolean newPassword) {
    boolean empty;
    try (Backend place = to.backend()) {
      empty = place.list(FileKind.CONFIG).isEmpty();
    }
    return empty ? to.createLike(source, newPassword) : to.open();
  }

  private CopyOutcome copy(Repository source, Repository target, List<String> words) {
    try (RepositoryLock reading = RepositoryLock.shared(source, machine);
        RepositoryLock writing = RepositoryLock.shared(target, machine)) {
      Snapshots snapshots = Snapshots.list(source);
      if (words.isEmpty() && !snapshots.damaged().isEmpty()) {
        throw snapshots.damaged().getFirst();
      }
      List<StoredSnapshot> wanted = new ArrayList<>();
      for (String word : words) {
        Optional<StoredSnapshot> found = snapshots.find(word);
        if (found.isEmpty()) {
          return new CopyOutcome.Failed("Không có ảnh chụp (duy nhất) nào là " + word);
        }
        wanted.add(found.get());
      }
      source.loadIndex();
      target.loadIndex();
      reading.requireHeld();
      SnapshotCopy.Copied copied =
          new SnapshotCopy(source, target, settings.archive())
              .copy(words.isEmpty() ? snapshots.all() : wanted);
      writing.requireHeld();
      Map<String, String> pairs = new LinkedHashMap<>();
      copied.copied().forEach(p -> pairs.put(p.from().toString(), p.to().toString()));
      return new CopyOutcome.Copied(
          pairs,
          copied.skipped().stream().map(StorageId::toString).toList(),
          extra(snapshots, Snapshots.list(target)),
          target.stats().blobsWritten(),
          target.stats().bytesWritten());
    }
  }

  private static CopyOutcome divergence(Repository source, Repository target) {
    Snapshots there = Snapshots.list(source);
    Snapshots here = Snapshots.list(target);
    Set<StorageId> known = new HashSet<>();
    here.all().forEach(s -> known.add(origin(s)));
    Map<String, String> missing = new LinkedHashMap<>();
    List<String> both = new ArrayList<>();
    for (StoredSnapshot snapshot : there.all()) {
      String id = snapshot.id().toString();
      if (known.contains(origin(snapshot))) {
        both.add(id);
      } else {
        missing.put(id, id);
      }
    }
    return new CopyOutcome.Copied(missing, both, extra(there, here), 0, 0);
  }

  private static StorageId origin(StoredSnapshot snapshot) {
    return snapshot.original().orElse(snapshot.id());
  }

  private static List<String> extra(Snapshots source, Snapshots target) {
    Set<StorageId> known = new HashSet<>();
    source.all().forEach(s -> known.add(origin(s)));
    return target.all().stream()
        .filter(s -> !known.contains(origin(s)))
        .map(s -> s.id().toString())
        .toList();
  }

  /** Why the fresh repository is not as good as the old one; empty when it is. */
  private static Optional<String> prove(Repository source, Repository target) {
    Set<StorageId> trees = new HashSet<>();
    Snapshots.list(target).all().forEach(s -> trees.add(s.tree()));
    for (StoredSnapshot snapshot : Snapshots.list(source).all()) {
      if (!trees.contains(snapshot.tree())) {
        return Optional.of("Kho mới thiếu ảnh chụp " + snapshot.id().shortText());
      }
    }
    PackCheck check = target.checkPacks(true);
    return check.problems().stream()
        .findFirst()
        .map(problem -> "Kho mới không lành lặn: " + problem);
  }

  private void tell(Actor actor, String action, BackupRepository from, BackupRepository to) {
    audit.accept(
        new AuditEntry(
            actor,
            action,
            "backup-repository:" + from.location(),
            "",
            Map.of("to", to.location().toString())));
  }
}
