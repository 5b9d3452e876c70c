package vn.lachan.app.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import vn.lachan.app.Platform;
import vn.lachan.app.pipeline.DetectionWorker;
import vn.lachan.app.schedule.BackupRunner;
import vn.lachan.app.security.Accounts;
import vn.lachan.audit.Actor;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.sample.SignedDossierSet;
import vn.lachan.collector.Collector;
import vn.lachan.collector.InputHealth;
import vn.lachan.detection.Detector;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.simulator.Plan;
import vn.lachan.simulator.SimulatedCalendar;
import vn.lachan.simulator.Simulation;
import vn.lachan.simulator.send.HttpsSender;
import vn.lachan.simulator.send.Senders;
import vn.lachan.simulator.send.SyslogTcpSender;
import vn.lachan.simulator.send.TrustedCertificate;

/**
 * An isolated platform in a folder of its own, a day of the province sent through its real inputs,
 * a backup and a drill. Says all the time what it is doing.
 */
public final class Demo implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int DOSSIERS = 200;
  private static final int SIGNED_DOSSIERS = 40;
  private static final int LARGEST_SCAN = 400_000;

  /** Data sets that come over HTTPS, each from a source with a token of its own. */
  private static final Set<String> OVER_HTTPS = Set.of("json", "lachan.backup");

  private static final Map<String, String> SOURCE_NAMES =
      Map.of(
          "json", "Nhật ký Windows (mẫu)",
          "lachan.backup", "Nhật ký máy chủ sao lưu (mẫu)");

  private final PrintStream progress;
  private final Clock clock;
  private final Platform.Running platform;
  private final Map<String, DemoAccounts.DemoAccount> accounts;
  private final Map<String, String> tokens;
  private final Registry registry;
  private final Instant endAt;

  private Demo(
      PrintStream progress,
      Clock clock,
      Platform.Running platform,
      Map<String, DemoAccounts.DemoAccount> accounts,
      Map<String, String> tokens,
      Registry registry,
      Instant endAt) {
    this.progress = progress;
    this.clock = clock;
    this.platform = platform;
    this.accounts = accounts;
    this.tokens = tokens;
    this.registry = registry;
    this.endAt = endAt;
  }

  /**
   * Starts the platform and makes its accounts; the screens can be used when this returns.
   *
   * @param port port of the screens, 0 for a free one
   */
  public static Demo start(Path folder, int port, PrintStream progress, Clock clock)
      throws IOException {
    Instant endAt = clock.instant();
    progress.println("Lá Chắn: dựng tỉnh Tuyên Quang mẫu trong " + folder);
    Registry registry = SimulatedCalendar.fitting(RegistryFiles.sampleRegistry(), endAt);
    Path plans = prepareBackup(folder, progress, clock);
    Map<String, String> tokens = new LinkedHashMap<>();
    Map<String, String> settings = settings(port, plans);
    int index = 0;
    for (String dataset : OVER_HTTPS.stream().sorted().toList()) {
      String token = randomText();
      tokens.put(dataset, token);
      String key = "lachan.inputs.sources[" + index++ + "].";
      settings.put(key + "id", "demo-" + dataset.replace('.', '-'));
      settings.put(key + "name", SOURCE_NAMES.getOrDefault(dataset, dataset));
      settings.put(key + "dataset", dataset);
      settings.put(key + "token", token);
    }
    progress.println("Lá Chắn: khởi động nền tảng ...");
    Platform.Running platform =
        Platform.start(folder.resolve("data"), settings, List.of(), Optional.of(registry));
    Map<String, DemoAccounts.DemoAccount> accounts =
        DemoAccounts.create(platform.get(Accounts.class));
    return new Demo(progress, clock, platform, accounts, tokens, registry, endAt);
  }

  /** Address of the screens. */
  public String address() {
    return platform.address();
  }

  public Platform.Running platform() {
    return platform;
  }

  /** Password of a demonstration account. */
  public String passwordOf(String account) {
    DemoAccounts.DemoAccount known = accounts.get(account);
    if (known == null) {
      throw new IllegalArgumentException("no such account of the demonstration: " + account);
    }
    return known.password();
  }

  /** Prints where the screens are and who may sign in. */
  public void printAccounts(PrintStream out) {
    out.println();
    out.println("  Địa chỉ: " + address() + "   (chứng thư tự tạo, trình duyệt sẽ hỏi)");
    accounts
        .values()
        .forEach(a ->
            out.printf(
                "  %-10s  %-18s %s, %s%n",
                a.account(), a.password(), a.role().vietnamese(), a.fullName()));
    out.println();
  }

  /** Sends the day and holds what was found against what was sent; true when all was found. */
  public boolean play(int dossiers, PrintStream out) throws InterruptedException {
    SSLContext tls = TrustedCertificate.context(platform.certificate());
    Plan plan = Plan.of(registry, endAt).withDossiers(dossiers);
    Simulation.Result sent;
    try (Senders senders = senders(tls)) {
      sent = Simulation.run(plan, senders, clock, progress);
    }
    progress.println("Lá Chắn: chờ xử lý hết nhật ký đã gửi ...");
    awaitQuiet();
    out.printf(
        "%nĐã gửi %d dòng nhật ký trong %.1f giây%n",
        sent.totalLines(), sent.took().toMillis() / 1000.0);
    AttackTable table =
        AttackTable.of(
            sent.attacks(), platform.get(AlertQueue.class), platform.get(Detector.class));
    table.print(out);
    return table.complete();
  }

  /** Backs the sample dossiers up and drills; true when the drill passed. */
  public boolean backUpAndDrill(PrintStream out) {
    BackupRunner runner = platform.get(BackupRunner.class);
    BackupPlan plan = runner.plan("ho-so-mot-cua").orElseThrow();
    progress.println("Lá Chắn: sao lưu hồ sơ mẫu rồi diễn tập khôi phục ...");
    Optional<BackupOutcome> outcome = runner.backUp(plan, Actor.PLATFORM);
    Optional<DrillResult> drill = runner.drill(plan, Actor.PLATFORM);
    outcome.ifPresent(done -> out.println("Sao lưu: " + describe(done)));
    drill.ifPresent(done -> out.println("Diễn tập: " + describe(done)));
    return drill.filter(DrillResult.Passed.class::isInstance).isPresent();
  }

  @Override
  public void close() {
    platform.close();
  }

  private Senders senders(SSLContext tls) {
    Senders senders = new Senders();
    senders.with(
        Senders.SYSLOG_DATASETS,
        new SyslogTcpSender("localhost", port("syslog-tls"), Optional.of(tls)));
    tokens.forEach((dataset, token) ->
        senders.with(
            dataset,
            new HttpsSender(
                URI.create(address() + "/intake/ndjson"),
                token,
                Optional.of(tls),
                HttpsSender.Settings.DEFAULTS)));
    return senders;
  }

  private int port(String input) {
    return platform.get(Collector.class).health().stream()
        .filter(health -> health.name().equals(input))
        .map(InputHealth::address)
        .map(address -> Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private void awaitQuiet() throws InterruptedException {
    DetectionWorker worker = platform.get(DetectionWorker.class);
    Instant limit = clock.instant().plus(PATIENCE);
    Thread.sleep(Duration.ofSeconds(1));
    while (!worker.caughtUp() && clock.instant().isBefore(limit)) {
      Thread.sleep(Duration.ofMillis(200));
    }
  }

  private static Map<String, String> settings(int port, Path plans) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("server.port", String.valueOf(port));
    settings.put("lachan.demo", "true");
    settings.put("lachan.security.second-factor", "false");
    settings.put("lachan.inputs.syslog-tls.enabled", "true");
    settings.put("lachan.inputs.syslog-tcp.enabled", "true");
    settings.put("lachan.inputs.syslog-udp.enabled", "true");
    settings.put("lachan.backup.plans", plans.toString());
    return settings;
  }

  private static Path prepareBackup(Path folder, PrintStream progress, Clock clock)
      throws IOException {
    progress.println(
        "Lá Chắn: tạo %d hồ sơ mẫu (%d có chữ ký số) và kho sao lưu mã hóa ..."
            .formatted(DOSSIERS, SIGNED_DOSSIERS));
    Path dossiers = folder.resolve("ho-so");
    SampleDossiers.write(dossiers, DOSSIERS - SIGNED_DOSSIERS, 1);
    SamplePki pki = new SamplePki(clock.instant());
    pki.writeTrust(folder.resolve("tin-cay"));
    new SignedDossierSet(pki, 1, LARGEST_SCAN).write(dossiers, SIGNED_DOSSIERS);
    Path repository = folder.resolve("kho-sao-luu");
    Path password = folder.resolve("kho-sao-luu.password");
    int made =
        new BackupCommand(BackupSettings.DEFAULT, clock, entry -> {})
            .run(
                List.of(
                    "init",
                    "--repo",
                    repository.toString(),
                    "--password-file",
                    password.toString(),
                    "--new-password"),
                new PrintStream(PrintStream.nullOutputStream()),
                progress);
    if (made != 0) {
      throw new IOException("cannot make the backup repository " + repository);
    }
    Path plans = folder.resolve("sao-luu.yml");
    Files.writeString(
        plans,
        """
        plans:
          - id: ho-so-mot-cua
            name: Hồ sơ một cửa
            system: motcua
            unit: ttpvhcc-tinh
            folders: ["%s"]
            repository: "%s"
            password-file: "%s"
            schedule: "0 0 1 * * ?"
            retention: 30 ngày
            rpo: 24h
            rto: 4h
        """
            .formatted(dossiers, repository, password));
    return plans;
  }

  private static String describe(BackupOutcome outcome) {
    return switch (outcome) {
      case BackupOutcome.Completed done ->
          done.files()
              + " tệp, "
              + done.bytes() / 1_000_000
              + " MB, "
              + done.took().toSeconds()
              + " giây";
      case BackupOutcome.Failed failed -> "LỖI: " + failed.reason();
    };
  }

  private static String describe(DrillResult result) {
    var report = result.report();
    String measured =
        "RTO đo được "
            + report.recoveryTime().toMillis() / 1000.0
            + " giây (mục tiêu "
            + report.objective().time().toHours()
            + " giờ), RPO "
            + report.recoveryPoint().toSeconds()
            + " giây";
    return switch (result) {
      case DrillResult.Passed _ -> "ĐẠT, " + report.files() + " tệp khớp, " + measured;
      case DrillResult.Failed failed -> "KHÔNG ĐẠT: " + String.join("; ", failed.reasons());
    };
  }

  private static String randomText() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
