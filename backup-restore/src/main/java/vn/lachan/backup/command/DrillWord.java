package vn.lachan.backup.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.drill.CheckedSignatures;
import vn.lachan.backup.drill.DossierSignatures;
import vn.lachan.backup.drill.DrillDatabases;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.DrillInterruptedException;
import vn.lachan.backup.drill.DrillOrder;
import vn.lachan.backup.drill.DrillPlan;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.DrillTools;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.Trust;

/** Proves that a snapshot comes back; goes on with a drill that was stopped; proves its sample. */
final class DrillWord implements Word {

  private static final Path RESTIC = Path.of("/usr/bin/restic");
  private static final Duration RESTIC_WITHIN = Duration.ofHours(12);

  /** As a shell says of a command that Ctrl-C ended. */
  private static final int STOPPED = 130;

  @Override
  public Accepted accepted() {
    return Accepted.of(
        1,
        "all",
        "id",
        "minutes",
        "plan",
        "prove",
        "restic",
        "resume",
        "scratch",
        "seal-key",
        "seal-password-file",
        "timestamps",
        "trust");
  }

  @Override
  public int run(Call call) {
    CommandArguments given = call.given();
    if (given.has("prove")) {
      return prove(call, given.required("prove"));
    }
    if (!given.has("plan")) {
      throw new WrongUsageException("thiếu --plan");
    }
    List<BackupPlan> plans = Plans.of(call);
    if (plans.size() != 1) {
      throw new WrongUsageException("chọn một kế hoạch bằng --id");
    }
    BackupPlan plan = plans.getFirst();
    KeptMinutes minutes = KeptMinutes.of(call, plan);
    RestoreDrill drill =
        new RestoreDrill(
            call.history(),
            call.drills(),
            call.audit(),
            call.settings(),
            call.clock(),
            tools(call),
            minutes);
    try (DrillStop _ = DrillStop.onSignal()) {
      return drilled(call, drill, plan, minutes);
    }
  }

  private static int drilled(Call call, RestoreDrill drill, BackupPlan plan, KeptMinutes minutes) {
    try {
      int code = CommandReports.show(drill(call, drill, plan), call.output(), call.err());
      return minutes.show(call) ? code : Math.max(code, 1);
    } catch (DrillInterruptedException e) {
      call.complain(
          "đợt diễn tập bị dừng; làm tiếp: lachan backup drill --plan ... --resume " + e.drill());
      minutes.show(call);
      return STOPPED;
    }
  }

  private static DrillResult drill(Call call, RestoreDrill drill, BackupPlan plan) {
    CommandArguments given = call.given();
    try (DrillScreen screen =
        new DrillScreen(call.err(), given.has("json"), call.out(), call.columns())) {
      if (given.has("resume")) {
        return resume(call, drill, plan, given.word(0, "mã đợt diễn tập"), screen);
      }
      drill.settleMinutes(_ -> false);
      return drill.run(
          plan, order(given), Call.path(given.required("scratch")), call.actor(), screen);
    }
  }

  private static DrillResult resume(
      Call call, RestoreDrill drill, BackupPlan plan, String id, DrillScreen screen) {
    return drill
        .resume(plan, id, call.actor(), screen)
        .orElseThrow(() ->
            new WrongUsageException("không có đợt diễn tập dở dang nào của kế hoạch này là " + id));
  }

  private static DrillOrder order(CommandArguments given) {
    String snapshot = given.words().isEmpty() ? "latest" : given.words().getFirst();
    return new DrillOrder(snapshot, given.has("all"), "");
  }

  private static DrillTools tools(Call call) {
    CommandArguments given = call.given();
    Optional<DossierSignatures> signatures =
        given.first("trust").map(Call::path).map(folder -> signatures(call, folder));
    return new DrillTools(
        signatures,
        Optional.of(given.first("restic").map(Call::path).orElse(RESTIC)),
        RESTIC_WITHIN,
        Optional.of(Call.path(given.required("history")).resolve("signature-reports")),
        DrillDatabases.ofThisMachine());
  }

  private static DossierSignatures signatures(Call call, Path folder) {
    Trust trust = Trust.load(folder);
    trust.problems().forEach(problem -> call.complain(problem.toString()));
    return new CheckedSignatures(trust, SignatureSettings.DEFAULT, call.clock());
  }

  /** Draws the sample of a published drill again from the manifest and the seed. */
  private static int prove(Call call, String id) {
    DrillHistory drills = call.drills();
    DrillPlan published =
        drills
            .published(id)
            .orElseThrow(() -> new WrongUsageException("không có đợt diễn tập nào là " + id));
    Optional<BackupManifest> manifest =
        call.history().manifest(published.snapshot(), published.manifest());
    Optional<String> doubt =
        manifest.isEmpty()
            ? Optional.of("bản kê của ảnh chụp không còn, hoặc đã bị sửa")
            : published.doubt(manifest.get());
    drills.doubts().forEach(call::complain);
    call.output()
        .write(
            doubt
                .map(why -> "KHÔNG KHỚP " + id + ": " + why)
                .orElse(
                    "KHỚP %s: số hạt giống %s rút ra đúng %d hồ sơ, %d tệp, mã băm mẫu %s, kế hoạch %s"
                        .formatted(
                            id,
                            published.seed(),
                            published.units().size(),
                            published.files(),
                            published.sampleDigest(),
                            published.digest())),
            "id",
            id,
            "ok",
            doubt.isEmpty(),
            "why",
            doubt.orElse(""),
            "seed",
            published.seed(),
            "sample",
            published.sampleDigest(),
            "plan",
            published.digest(),
            "doubts",
            drills.doubts());
    return doubt.isEmpty() && drills.doubts().isEmpty() ? 0 : 1;
  }
}
