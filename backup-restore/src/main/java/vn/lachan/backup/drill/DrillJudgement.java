package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.Scratch;
import vn.lachan.backup.archive.RawName;
import vn.lachan.backup.plan.BackupPlan;

/** Everything that is judged once on the dossiers that came back: beyond file by file. */
final class DrillJudgement {

  private final BackupPlan plan;
  private final DrillPlan published;
  private final BackupManifest manifest;
  private final StratifiedSample sample;
  private final Path root;
  private final DrillTools tools;
  private final BackupSettings settings;
  private final DrillTicker ticker;
  private final DrillSheet sheet;

  /**
   * @param root where the dossiers are, as well as they came back from any repository
   */
  DrillJudgement(
      BackupPlan plan,
      DrillPlan published,
      BackupManifest manifest,
      StratifiedSample sample,
      Path root,
      DrillTools tools,
      BackupSettings settings,
      DrillTicker ticker,
      DrillSheet sheet) {
    this.plan = plan;
    this.published = published;
    this.manifest = manifest;
    this.sample = sample;
    this.root = root;
    this.tools = tools;
    this.settings = settings;
    this.ticker = ticker;
    this.sheet = sheet;
  }

  /**
   * @param scratch for databases and copies, besides what was restored
   */
  void judge(OlderVersions older, Path scratch) throws InterruptedException {
    ticker.phase(DrillProgress.Phase.SIGNATURES, 0, published.files(), 0);
    RestoredDossiers.Judgement judged =
        new RestoredDossiers(published.rule().marker(), tools.signatures(), Map.of())
            .judge(root, sample.units());
    stopIfAsked();
    judged.register().forEach(sheet.reasons::add);
    sheet.signatures = signatures(judged);
    sheet.recoveryPoint =
        NewestTransaction.of(
            root, sample.units(), plan.drill().transactions(), published.snapshotAt());
    compareWithLive(judged);
    stopIfAsked();
    tools.databases().ifPresent(databases -> databases(databases, scratch.resolve("csdl")));
    stopIfAsked();
    ticker.phase(DrillProgress.Phase.CONTROLS, 0, DrillControl.all().size(), 0);
    controls(judged, older, scratch.resolve("doi-chung"));
  }

  private static void stopIfAsked() throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("asked to stop");
    }
  }

  private void databases(DrillDatabases databases, Path scratch) {
    ticker.phase(DrillProgress.Phase.DATABASES, 0, 0, 0);
    DrillDatabases.Found found =
        databases.attempt(
            plan,
            settings.compareWithLive(),
            Duration.between(published.snapshotAt(), published.publishedAt()),
            root,
            sample.entries(),
            manifest,
            scratch);
    sheet.databases.addAll(found.databases());
    found
        .newest()
        .filter(at -> !at.isAfter(published.snapshotAt()))
        .ifPresent(at ->
            sheet.recoveryPoint =
                new DrillProof.RecoveryPoint(at, "giao dịch mới nhất trong cơ sở dữ liệu", true));
  }

  private DrillProof.Signatures signatures(RestoredDossiers.Judgement judged) {
    if (tools.signatures().isEmpty()) {
      return new DrillProof.Signatures(
          false,
          "chưa cấu hình chứng thư gốc tin cậy",
          0,
          0,
          0,
          0,
          Map.of(),
          Map.of(),
          List.of(),
          "");
    }
    DrillProof.Tally all = new DrillProof.Tally(0, 0, 0);
    Map<String, DrillProof.Tally> families = new TreeMap<>();
    Map<String, DrillProof.Tally> signers = new TreeMap<>();
    Set<String> doubtful = new HashSet<>();
    for (DossierSignatures.Signature one : judged.signatures().signatures()) {
      all = all.plus(one.state());
      count(families, one.family(), one.state());
      count(signers, one.signer().isEmpty() ? "không rõ" : one.signer(), one.state());
      if (one.state() != DossierSignatures.State.VALID) {
        doubtful.add(one.file());
      }
    }
    List<String> problems = new ArrayList<>(judged.broken());
    problems.addAll(judged.lacking());
    return new DrillProof.Signatures(
        true,
        "",
        all.valid(),
        all.invalid(),
        all.undecidable(),
        judged.expected().values().stream().mapToInt(Integer::intValue).sum(),
        families,
        signers,
        problems,
        report(doubtful));
  }

  private static void count(
      Map<String, DrillProof.Tally> tallies, String key, DossierSignatures.State state) {
    tallies.merge(
        key, new DrillProof.Tally(0, 0, 0).plus(state), (known, ignored) -> known.plus(state));
  }

  /** Keeps full reports on the files with signatures that are not valid. */
  private String report(Set<String> files) {
    if (files.isEmpty() || tools.reports().isEmpty()) {
      return "";
    }
    Path folder = tools.reports().get().resolve(published.id());
    boolean written =
        tools.signatures().orElseThrow().report(root, files.stream().sorted().toList(), folder);
    return written ? folder.toString() : "";
  }

  private void compareWithLive(RestoredDossiers.Judgement judged) {
    if (!settings.compareWithLive()) {
      return;
    }
    List<ManifestEntry> entries = sample.entries();
    LiveComparison.Found live = LiveComparison.compare(root, entries);
    sheet.comparedWithLive = live.compared();
    live.differing().forEach(path -> sheet.reasons.add(path + ": khác với tệp đang dùng"));
    tools.signatures().ifPresent(looking -> lostLive(looking, judged, entries));
  }

  /** A live file that changed since the backup and has fewer signatures than came back. */
  private void lostLive(
      DossierSignatures looking, RestoredDossiers.Judgement judged, List<ManifestEntry> entries) {
    for (ManifestEntry entry : entries) {
      int came = judged.signatures().perFile().getOrDefault(entry.path().substring(1), 0);
      Optional<Path> live =
          RawName.resolve(Path.of("/"), entry.path())
              .filter(Files::isRegularFile)
              .filter(Files::isReadable);
      if (came > 0 && live.isPresent() && !LiveComparison.isUnchangedLive(entry)) {
        int has = looking.count(live.get());
        if (has < came) {
          sheet.reasons.add(
              entry.path() + ": tệp đang dùng còn " + has + " chữ ký, bản sao lưu có " + came);
        }
      }
    }
  }

  private void controls(RestoredDossiers.Judgement judged, OlderVersions older, Path folder) {
    Set<String> wrong = new HashSet<>(judged.files().missing());
    wrong.addAll(judged.files().differing());
    List<StratifiedSample.Unit> whole =
        sample.units().stream()
            .filter(unit -> unit.entries().stream().noneMatch(e -> wrong.contains(e.path())))
            .toList();
    Map<String, Integer> counts = new HashMap<>();
    judged.signatures().perFile().forEach((file, count) -> counts.put("/" + file, count));
    ControlBench bench =
        new ControlBench(
            root,
            folder,
            StratifiedSample.inOrderOf(published.seed(), whole),
            published.rule().marker(),
            tools.signatures(),
            counts,
            older,
            tools.databases().map(d -> new ControlBench.Databases(d, plan, manifest)),
            new SecureRandom());
    for (DrillControl control : DrillControl.all()) {
      sheet.controls.add(control.run(bench));
    }
    removeQuietly(folder);
  }

  private void removeQuietly(Path folder) {
    try {
      if (Files.exists(folder)) {
        Scratch.empty(folder);
        Files.delete(folder);
      }
    } catch (IOException e) {
      sheet.reasons.add("không dọn được " + folder + ": " + e.getMessage());
    }
  }
}
