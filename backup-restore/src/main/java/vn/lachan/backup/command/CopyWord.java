package vn.lachan.backup.command;

import vn.lachan.backup.CopyOutcome;
import vn.lachan.backup.RepositoryCopy;

/** Copies snapshots into another repository, or with --dry-run tells how the two differ. */
final class CopyWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(
        Accepted.ANY, "dry-run", "to", "to-access-file", "to-password-env", "to-password-file");
  }

  @Override
  public int run(Call call) {
    boolean dryRun = call.given().has("dry-run");
    RepositoryCopy copy = new RepositoryCopy(call.audit(), call.settings());
    return show(
        call,
        dryRun,
        call.watched(() ->
            copy.copy(call.place(), call.target(), call.given().words(), dryRun, call.actor())));
  }

  static int show(Call call, boolean dryRun, CopyOutcome outcome) {
    return switch (outcome) {
      case CopyOutcome.Failed failed -> {
        call.complain(failed.reason());
        yield 2;
      }
      case CopyOutcome.Copied done -> {
        done.copied()
            .forEach((from, to) ->
                call.output()
                    .write(
                        dryRun ? "Đích thiếu " + from : from + " -> " + to,
                        "from",
                        from,
                        dryRun ? "missing" : "to",
                        dryRun ? true : to));
        done.extra().forEach(id -> call.output().write("Chỉ có ở đích: " + id, "onlyInTarget", id));
        call.output()
            .summary(
                "%s %d ảnh chụp, %d đã có; %d mảnh, %d byte"
                    .formatted(
                        dryRun ? "Cần chép" : "Đã chép",
                        done.copied().size(),
                        done.skipped().size(),
                        done.blobsWritten(),
                        done.bytesWritten()),
                "copied",
                done.copied().size(),
                "skipped",
                done.skipped().size(),
                "blobs",
                done.blobsWritten(),
                "bytes",
                done.bytesWritten(),
                "dryRun",
                dryRun);
        yield dryRun && !(done.copied().isEmpty() && done.extra().isEmpty()) ? 1 : 0;
      }
    };
  }
}
