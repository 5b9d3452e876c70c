package vn.lachan.backup.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureReason;
import vn.lachan.backup.signature.SignatureScan;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.SignatureVerdict;
import vn.lachan.backup.signature.SigningTime;
import vn.lachan.backup.signature.Trust;
import vn.lachan.backup.signature.report.FullReport;

/** Checks every signature below a folder, without a repository. */
final class VerifySignaturesWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(1, "report", "trust");
  }

  @Override
  public int run(Call call) {
    Path folder = Call.path(call.given().word(0, "thư mục hồ sơ"));
    if (!Files.isDirectory(folder)) {
      throw new WrongUsageException("không có thư mục " + folder);
    }
    Trust trust = trust(call);
    SignatureCheck check = new SignatureCheck(trust, SignatureSettings.DEFAULT, call.clock());
    SignatureScan scan = check.folder(folder);
    for (SignatureVerdict verdict : scan.verdicts()) {
      show(verdict, call.output());
    }
    summary(scan, call.output());
    call.given().first("report").ifPresent(to -> report(scan, trust, folder, to, call));
    return scan.tally().all() == scan.tally().valid() ? 0 : 1;
  }

  /** The trust of {@code --trust}; what was refused in it is told, and no root at all is an end. */
  static Trust trust(Call call) {
    Trust trust = Trust.load(Call.path(call.given().required("trust")));
    trust.problems().forEach(problem -> call.complain(problem.toString()));
    if (trust.roots().isEmpty()) {
      throw new WrongUsageException("--trust: không có gốc tin cậy nào");
    }
    return trust;
  }

  private static void show(SignatureVerdict verdict, CommandOutput output) {
    List<String> reasons =
        verdict.outcome().why().stream().map(SignatureReason::vietnamese).toList();
    output.write(
        "%s #%d: %s%s; %s, %s; ký %s; phủ %s"
            .formatted(
                verdict.file(),
                verdict.number(),
                verdict.outcome().vietnamese(),
                reasons.isEmpty() ? "" : ": " + String.join("; ", reasons),
                verdict.signer().commonName().isEmpty()
                    ? "không rõ người ký"
                    : verdict.signer().commonName(),
                verdict.family().vietnamese(),
                time(verdict.signingTime()),
                verdict.coverage().vietnamese()),
        "file",
        verdict.file(),
        "number",
        verdict.number(),
        "kind",
        verdict.kind().name(),
        "outcome",
        verdict.outcome().code(),
        "reasons",
        verdict.outcome().why().stream().map(reason -> reason.code().code()).toList(),
        "details",
        reasons,
        "notes",
        verdict.notes().stream().map(SignatureReason::vietnamese).toList(),
        "signer",
        verdict.signer(),
        "family",
        verdict.family().key(),
        "signedAt",
        time(verdict.signingTime()),
        "revocation",
        verdict.revocation().toString(),
        "timestamp",
        verdict.timestamp().toString(),
        "coverage",
        verdict.coverage().name());
  }

  private static String time(SigningTime time) {
    return switch (time) {
      case SigningTime.Unknown _ -> "không rõ lúc nào";
      case SigningTime.Claimed claimed -> claimed.at() + " (người ký khai)";
      case SigningTime.Stamped stamped -> stamped.at() + " (dấu thời gian)";
    };
  }

  private static void summary(SignatureScan scan, CommandOutput output) {
    SignatureScan.Tally all = scan.tally();
    double seconds = scan.took().toNanos() / 1e9;
    output.write(
        "%d tệp, %d chữ ký: %d hợp lệ, %d không hợp lệ, %d không xác định; %.0f MB trong %.1f giây"
            .formatted(
                scan.signaturesPerFile().size(),
                all.all(),
                all.valid(),
                all.invalid(),
                all.undecidable(),
                scan.bytes() / 1e6,
                seconds),
        "files",
        scan.signaturesPerFile().size(),
        "signatures",
        all.all(),
        "valid",
        all.valid(),
        "invalid",
        all.invalid(),
        "undecidable",
        all.undecidable(),
        "bytes",
        scan.bytes(),
        "millis",
        scan.took().toMillis());
    scan.byFamily()
        .forEach((family, tally) ->
            tally(output, "family", family.key(), "chứng thư " + family.vietnamese(), tally));
    scan.bySigner()
        .forEach((signer, tally) ->
            tally(output, "signer", signer, signer.isEmpty() ? "(không rõ)" : signer, tally));
  }

  private static void tally(
      CommandOutput output, String key, String name, String text, SignatureScan.Tally tally) {
    output.write(
        String.format(
            Locale.ROOT,
            "  %s: %d hợp lệ, %d không hợp lệ, %d không xác định",
            text,
            tally.valid(),
            tally.invalid(),
            tally.undecidable()),
        key,
        name,
        "valid",
        tally.valid(),
        "invalid",
        tally.invalid(),
        "undecidable",
        tally.undecidable());
  }

  private static void report(SignatureScan scan, Trust trust, Path folder, String to, Call call) {
    Map<String, FullReport.Result> results =
        new FullReport(trust, SignatureSettings.DEFAULT, call.clock())
            .writeDoubtful(scan, folder, Call.path(to));
    results.forEach((file, result) -> {
      switch (result) {
        case FullReport.Result.Written written ->
            call.output()
                .write(
                    "báo cáo đầy đủ: " + file + " -> " + written.files().getFirst(),
                    "report",
                    file,
                    "files",
                    written.files().stream().map(Path::toString).toList(),
                    "conclusions",
                    written.conclusions());
        case FullReport.Result.NotMade(String reason) ->
            call.complain("không lập được báo cáo đầy đủ của " + file + ": " + reason);
      }
    });
  }
}
