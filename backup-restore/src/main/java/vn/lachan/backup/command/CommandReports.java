package vn.lachan.backup.command;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.CheckResult;
import vn.lachan.backup.Coverage;
import vn.lachan.backup.RestoreOutcome;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.drill.DrillProof;
import vn.lachan.backup.drill.DrillReport;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.repository.StorageId;

/** Puts results into words and an exit code. */
final class CommandReports {

  private CommandReports() {}

  static int show(BackupOutcome outcome, CommandOutput output, PrintStream err) {
    return switch (outcome) {
      case BackupOutcome.Failed failed -> {
        err.println("lachan backup: " + failed.planId() + ": " + failed.reason());
        output.summary(
            failed.planId() + ": KHÔNG SAO LƯU ĐƯỢC",
            "plan",
            failed.planId(),
            "ok",
            false,
            "reason",
            failed.reason());
        yield 2;
      }
      case BackupOutcome.Completed done -> {
        done.troubles().forEach(t -> err.println(t.path() + ": " + t.reason()));
        output.summary(
            "%s: ảnh chụp %s, %d tệp, %d byte, thêm vào kho %d byte, %s giây%s"
                .formatted(
                    done.planId(),
                    done.snapshot().substring(0, 8),
                    done.files(),
                    done.bytes(),
                    done.addedBytes(),
                    seconds(done.took()),
                    done.isIncomplete()
                        ? "; CHƯA ĐẦY ĐỦ: " + done.troubleCount() + " tệp có vấn đề"
                        : ""),
            "plan",
            done.planId(),
            "ok",
            true,
            "complete",
            !done.isIncomplete(),
            "snapshot",
            done.snapshot(),
            "files",
            done.files(),
            "bytes",
            done.bytes(),
            "addedBytes",
            done.addedBytes(),
            "millis",
            done.took().toMillis(),
            "troubles",
            done.troubles());
        yield done.isIncomplete() ? 1 : 0;
      }
    };
  }

  static void show(List<StoredSnapshot> snapshots, CommandOutput output) {
    for (StoredSnapshot snapshot : snapshots) {
      output.write(
          "%s  %s  %s  %s  %s tệp%s"
              .formatted(
                  snapshot.id().shortText(),
                  snapshot.at(),
                  snapshot.hostname(),
                  String.join(" ", snapshot.paths()),
                  snapshot.files().isPresent() ? "" + snapshot.files().getAsLong() : "?",
                  snapshot.isIncomplete() ? "  CHƯA ĐẦY ĐỦ" : ""),
          "id",
          snapshot.id().toString(),
          "at",
          snapshot.at().toString(),
          "host",
          snapshot.hostname(),
          "paths",
          snapshot.paths(),
          "tags",
          snapshot.tags(),
          "complete",
          !snapshot.isIncomplete(),
          "original",
          snapshot.original().map(StorageId::toString).orElse(""),
          "files",
          snapshot.files().orElse(-1),
          "bytes",
          snapshot.bytes().orElse(-1));
    }
  }

  static int show(RestoreOutcome outcome, CommandOutput output, PrintStream err) {
    return switch (outcome) {
      case RestoreOutcome.Refused refused -> {
        err.println("lachan backup: " + refused.reason());
        yield 2;
      }
      case RestoreOutcome.Restored done -> {
        done.troubles().forEach(t -> err.println(t.path() + ": " + t.reason()));
        output.summary(
            "Đã khôi phục %d tệp (%d đã có sẵn), %d byte từ ảnh chụp %s trong %s giây; %d tệp có vấn đề%s"
                .formatted(
                    done.files(),
                    done.kept(),
                    done.bytes(),
                    done.snapshot().substring(0, 8),
                    seconds(done.took()),
                    done.troubles().size(),
                    done.incomplete() ? "; ảnh chụp này CHƯA ĐẦY ĐỦ từ lúc sao lưu" : ""),
            "snapshot",
            done.snapshot(),
            "snapshotComplete",
            !done.incomplete(),
            "files",
            done.files(),
            "kept",
            done.kept(),
            "bytes",
            done.bytes(),
            "millis",
            done.took().toMillis(),
            "troubles",
            done.troubles());
        yield done.troubles().isEmpty() ? 0 : 1;
      }
    };
  }

  static int show(CheckResult result, CommandOutput output) {
    result.problems().forEach(p -> output.write("LỖI: " + p, "problem", p));
    result.lost().forEach(p -> output.write("MẤT: " + p, "lost", p));
    result.orphans().forEach(p -> output.write("Gói thừa: " + p, "orphan", p));
    result.coverage().ifPresent(coverage -> show(coverage, output));
    output.summary(
        "%s: %d ảnh chụp, %d gói%s"
            .formatted(
                result.isClean() ? "Kho lành lặn" : "KHO CÓ LỖI",
                result.snapshots(),
                result.packs(),
                result.bytesRead() > 0 ? ", đã đọc " + result.bytesRead() + " byte" : ""),
        "clean",
        result.isClean(),
        "snapshots",
        result.snapshots(),
        "packs",
        result.packs(),
        "bytesRead",
        result.bytesRead(),
        "dataRead",
        result.dataRead());
    return result.isClean() ? 0 : 1;
  }

  private static void show(Coverage coverage, CommandOutput output) {
    output.write(
        "Đã đọc lại trong %d ngày qua: %s%% (%d trên %d byte); %d gói chưa đọc lần nào"
            .formatted(
                coverage.window().toDays(),
                String.format(Locale.ROOT, "%.1f", coverage.percent()),
                coverage.coveredBytes(),
                coverage.totalBytes(),
                coverage.neverRead()),
        "windowDays",
        coverage.window().toDays(),
        "coveredPercent",
        coverage.percent(),
        "coveredBytes",
        coverage.coveredBytes(),
        "totalBytes",
        coverage.totalBytes(),
        "neverRead",
        coverage.neverRead(),
        "oldest",
        coverage.oldest().map(Instant::toString).orElse(""));
  }

  static int show(DrillResult result, CommandOutput output, PrintStream err) {
    DrillReport report = result.report();
    List<String> reasons =
        switch (result) {
          case DrillResult.Passed passed -> List.of();
          case DrillResult.Failed failed -> failed.reasons();
        };
    report.missing().forEach(path -> err.println(path + ": không trở lại"));
    report.differing().forEach(path -> err.println(path + ": khác với lúc sao lưu"));
    reasons.forEach(reason -> err.println("lachan backup: " + reason));
    report.proof().databases().forEach(database -> register(database, err));
    figures(report, reasons, output);
    return reasons.isEmpty() ? 0 : 1;
  }

  private static void register(DrillProof.Database database, PrintStream err) {
    DrillProof.Register register = database.register();
    if (register == null) {
      return;
    }
    if (!register.liveUnknown().isEmpty()) {
      err.println(
          database.dump()
              + ": không hỏi được sổ đang dùng (không tính): "
              + register.liveUnknown());
    }
    register.warnings().forEach(warning -> err.println(database.dump() + ": cảnh báo: " + warning));
  }

  private static void figures(DrillReport report, List<String> reasons, CommandOutput output) {
    output.write(
        "%s %s: ảnh chụp %s, %d tệp, %d byte; RPO %d s (mục tiêu %d s), RTO %s s (mục tiêu %d s)"
            .formatted(
                reasons.isEmpty() ? "ĐẠT" : "KHÔNG ĐẠT",
                report.id(),
                report.snapshot().isEmpty() ? "-" : report.snapshot().substring(0, 8),
                report.files(),
                report.bytes(),
                report.recoveryPoint().toSeconds(),
                report.objective().point().toSeconds(),
                seconds(report.recoveryTime()),
                report.objective().time().toSeconds()),
        "id",
        report.id(),
        "ok",
        reasons.isEmpty(),
        "plan",
        report.planId(),
        "snapshot",
        report.snapshot(),
        "files",
        report.files(),
        "bytes",
        report.bytes(),
        "missing",
        report.missing(),
        "differing",
        report.differing(),
        "unexpected",
        report.unexpected(),
        "rpoSeconds",
        report.recoveryPoint().toSeconds(),
        "rpoTargetSeconds",
        report.objective().point().toSeconds(),
        "rtoMillis",
        report.recoveryTime().toMillis(),
        "rtoTargetSeconds",
        report.objective().time().toSeconds(),
        "planted",
        report.planted(),
        "plantFound",
        report.plantFound(),
        "comparedWithLive",
        report.comparedWithLive(),
        "reasons",
        reasons);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f", duration.toMillis() / 1000.0);
  }
}
