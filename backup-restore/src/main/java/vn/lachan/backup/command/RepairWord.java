package vn.lachan.backup.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.lachan.backup.archive.SnapshotRepair;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.PackCheck;
import vn.lachan.backup.repository.PackRepair;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.StorageId;

/**
 * {@code repair index} makes the index anew; {@code repair packs} saves what damaged packs hold;
 * {@code repair snapshots} writes damaged snapshots again without the files that are lost.
 */
final class RepairWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(Accepted.ANY, "read-data", "save-to");
  }

  @Override
  public int run(Call call) {
    String what = call.given().word(0, "index, packs hoặc snapshots");
    try (Repository repository = call.place().open();
        RepositoryLock lock = RepositoryLock.exclusive(repository, Machine.current())) {
      lock.requireHeld();
      return switch (what) {
        case "index" -> index(call, repository);
        case "packs" -> packs(call, repository);
        case "snapshots" -> snapshots(call, repository);
        default ->
            throw new WrongUsageException("repair index, packs hoặc snapshots, không có " + what);
      };
    }
  }

  private static int index(Call call, Repository repository) {
    PackRepair.IndexReport report = new PackRepair(repository).repairIndex();
    report
        .damagedIndexes()
        .forEach(name -> call.output().write("Thay chỉ mục hỏng " + name, "damagedIndex", name));
    show(call, "Đọc lại gói ", "added", report.added());
    show(call, "Gói không còn: ", "missing", report.missing());
    show(call, "Gói không đọc được: ", "unreadable", report.unreadable());
    call.output()
        .write(
            "Chỉ mục mới nêu %d gói".formatted(report.packs()),
            "packs",
            report.packs(),
            "snapshots",
            Snapshots.list(repository).all().size());
    return report.missing().isEmpty() && report.unreadable().isEmpty() ? 0 : 1;
  }

  private static void show(Call call, String text, String key, List<StorageId> packs) {
    packs.forEach(pack -> call.output().write(text + "data/" + pack, key, pack.toString()));
  }

  private static int packs(Call call, Repository repository) {
    Path folder = Call.path(call.given().required("save-to"));
    List<String> words = call.given().words().subList(1, call.given().words().size());
    if (words.isEmpty()) {
      throw new WrongUsageException("thiếu mã gói; xem lachan backup check --read-data");
    }
    Set<StorageId> packs = new HashSet<>();
    for (String word : words) {
      packs.add(
          StorageId.parse(word)
              .orElseThrow(() -> new WrongUsageException("không phải mã gói: " + word)));
    }
    repository.loadIndex();
    PackRepair.PackReport report =
        new PackRepair(repository)
            .repairPacks(packs, (pack, content) -> keep(folder, pack, content));
    show(call, "Đã thay gói ", "replaced", report.removed());
    report
        .lost()
        .forEach(blob ->
            call.output()
                .write(
                    "MẤT mảnh " + blob.type().word() + " " + blob.id(),
                    "lost",
                    blob.id().toString(),
                    "type",
                    blob.type().word()));
    call.output()
        .write(
            "Cứu được %d mảnh, mất %d mảnh".formatted(report.saved(), report.lost().size()),
            "saved",
            report.saved(),
            "lostBlobs",
            report.lost().size());
    return report.lost().isEmpty() ? 0 : 1;
  }

  private static int snapshots(Call call, Repository repository) {
    Snapshots snapshots = Snapshots.list(repository);
    snapshots
        .damaged()
        .forEach(d -> call.output().write("HỎNG: " + d.resource(), "damaged", d.resource()));
    repository.loadIndex();
    Set<PackCheck.Blob> unusable = repository.checkPacks(call.given().has("read-data")).unusable();
    List<SnapshotRepair.Repaired> repaired =
        new SnapshotRepair(repository, unusable).repair(snapshots.all());
    repaired.forEach(one -> show(call, one));
    call.output()
        .write(
            "%d ảnh chụp nguyên vẹn, %d không còn đủ"
                .formatted(snapshots.all().size() - repaired.size(), repaired.size()),
            "whole",
            snapshots.all().size() - repaired.size(),
            "incomplete",
            repaired.size());
    return repaired.isEmpty() && snapshots.damaged().isEmpty() ? 0 : 1;
  }

  private static void show(Call call, SnapshotRepair.Repaired repaired) {
    String from = repaired.from().toString();
    String to = repaired.to().map(StorageId::toString).orElse("");
    repaired
        .lost()
        .forEach(path ->
            call.output()
                .write(
                    "MẤT: " + repaired.from().shortText() + ":" + path,
                    "snapshot",
                    from,
                    "lost",
                    path));
    String text =
        to.isEmpty()
            ? "Không cứu được ảnh chụp " + from
            : repaired.isNew()
                ? "Ảnh chụp %s ghi lại phần còn đủ thành %s; bản cũ còn đến khi forget"
                    .formatted(from, to)
                : "Ảnh chụp %s đã được ghi lại thành %s từ trước".formatted(from, to);
    call.output()
        .write(text, "snapshot", from, "repaired", to, "lostPaths", repaired.lost().size());
  }

  private static void keep(Path folder, StorageId pack, byte[] content) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("pack-" + pack), content);
    } catch (IOException e) {
      throw new BackendException("cannot keep pack " + pack + " in " + folder + ": " + e, e);
    }
  }
}
