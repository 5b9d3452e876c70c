package vn.lachan.backup.command;

import vn.lachan.backup.FileRemovalLedger;
import vn.lachan.backup.Upkeep;
import vn.lachan.backup.repository.SweepLimits;
import vn.lachan.backup.retention.PruneOutcome;
import vn.lachan.backup.retention.PruneRequest;

/** Frees what no snapshot needs. Exit 1 when it refuses. */
final class PruneWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(
        0, "allow-empty", "dry-run", "grace", "join-small", "max-repack", "max-unused");
  }

  @Override
  public int run(Call call) {
    CommandArguments given = call.given();
    PruneRequest request =
        new PruneRequest(
            new SweepLimits(
                given.share("max-unused", SweepLimits.DEFAULT.mostUnused()),
                given.has("max-repack")
                    ? (long) given.number("max-repack", 0) << 20
                    : SweepLimits.DEFAULT.mostRepackBytes(),
                given.has("join-small")),
            given.duration("grace", PruneRequest.DEFAULT.grace()),
            given.has("allow-empty"),
            given.has("dry-run"));
    FileRemovalLedger ledger = new FileRemovalLedger(Call.path(given.required("history")));
    return switch (new Upkeep(call.audit(), call.clock())
        .prune(call.place(), request, ledger, call.actor())) {
      case PruneOutcome.Refused refused -> {
        call.complain(refused.reason());
        yield 1;
      }
      case PruneOutcome.Pruned pruned -> {
        show(call, pruned);
        yield 0;
      }
    };
  }

  private static void show(Call call, PruneOutcome.Pruned pruned) {
    call.output()
        .write(
            ("%sgiữ %d gói; bỏ %d gói khỏi chỉ mục, gom lại %d gói (%d byte);"
                    + " xoá hẳn %d gói (%d byte); %d gói (%d byte) chờ hết hạn giữ")
                .formatted(
                    pruned.dryRun() ? "Thử: " : "",
                    pruned.keptPacks(),
                    pruned.droppedPacks(),
                    pruned.repackedPacks(),
                    pruned.repackedBytes(),
                    pruned.removedPacks(),
                    pruned.removedBytes(),
                    pruned.waitingPacks(),
                    pruned.waitingBytes()),
            "dryRun",
            pruned.dryRun(),
            "keptPacks",
            pruned.keptPacks(),
            "droppedPacks",
            pruned.droppedPacks(),
            "repackedPacks",
            pruned.repackedPacks(),
            "repackedBytes",
            pruned.repackedBytes(),
            "removedPacks",
            pruned.removedPacks(),
            "removedBytes",
            pruned.removedBytes(),
            "waitingPacks",
            pruned.waitingPacks(),
            "waitingBytes",
            pruned.waitingBytes(),
            "usedBlobs",
            pruned.usedBlobs(),
            "usedBytes",
            pruned.usedBytes(),
            "unusedLeft",
            pruned.unusedLeft());
  }
}
