package vn.lachan.app.bench;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import vn.lachan.app.settings.OwnDatabase;
import vn.lachan.audit.Actor;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.clock.LegalProfiles;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.handling.GateFacts;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.incidents.task.Tasks;
import vn.lachan.playbooks.EngineSettings;
import vn.lachan.playbooks.EngineStats;
import vn.lachan.playbooks.PlaybookEngine;
import vn.lachan.playbooks.PlaybookLibrary;

/**
 * Measures the engine of playbooks with many runs under way at once: each has branches, conditions,
 * a loop, delays and two calls of a web server in this process. The same run measures how many bare
 * transactions (one row changed, one added, committed) the same database does with as many threads,
 * which is the most an engine could do that commits once a step.
 */
final class PlaybooksBench {
  private static final String PLAYBOOK = "playbook--5d0a6c0e-6c4e-4f6e-9f3e-0b8f5f1d7a11";
  private static final Officer OFFICER =
      new Officer(
          new Actor("bench", "catinh", List.of(Officer.COORDINATOR)), OrganizationScope.PROVINCE);
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration TURN = Duration.ofMillis(20);
  private static final long EVIDENCE = 1_000_000;
  private static final int INCIDENTS = 100;

  private final Path folder;
  private final int runs;
  private final Clock clock;
  private final PrintStream progress;

  PlaybooksBench(Path folder, int runs, Clock clock, PrintStream progress) {
    this.folder = folder;
    this.runs = runs;
    this.clock = clock;
    this.progress = progress;
  }

  /** Figures by name; those of PostgreSQL only where it is installed. */
  Map<String, Object> run() throws IOException, InterruptedException {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("runs", runs);
    figures.put("cores", Runtime.getRuntime().availableProcessors());
    measure("h2", OwnDatabase.url(folder), "sa", "", figures);
    Optional<BenchPostgres> found = BenchPostgres.start(folder);
    if (found.isEmpty()) {
      progress.println("bench: PostgreSQL is not installed here and is left out");
      return figures;
    }
    try (BenchPostgres postgres = found.get()) {
      measure("postgresql", postgres.url(), postgres.user(), postgres.password(), figures);
    }
    return figures;
  }

  private void measure(
      String name, String url, String user, String password, Map<String, Object> figures)
      throws IOException, InterruptedException {
    try (HikariDataSource database = new HikariDataSource()) {
      database.setJdbcUrl(url);
      database.setUsername(user);
      database.setPassword(password);
      Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
      int threads = EngineSettings.DEFAULT.workers();
      double bare = BareTransactions.perSecond(database, threads);
      progress.printf("bench: %s does %.0f bare transactions a second%n", name, bare);
      HttpServer server = server();
      try {
        measure(name, database, server.getAddress().getPort(), bare, figures);
      } finally {
        server.stop(0);
      }
      double after = BareTransactions.perSecond(database, threads);
      figures.put(name + "_bare_transactions_per_second", Math.round((bare + after) / 2));
    }
  }

  private void measure(
      String name, DataSource database, int port, double bare, Map<String, Object> figures)
      throws IOException, InterruptedException {
    Path own = folder.resolve(name + "-files");
    try (FileAuditTrail audit =
            FileAuditTrail.open(own.resolve("audit"), FileAuditTrail.Settings.DEFAULTS, clock);
        PlaybookEngine engine = engine(database, audit, own, port)) {
      Incidents incidents = incidents(database, audit, own);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < INCIDENTS; i++) {
        ids.add(incident(incidents));
      }
      go(engine, ids, runs / 10 + 1, null, name);
      progress.printf("bench: %s, %d runs at once%n", name, runs);
      go(engine, ids, runs, figures, name);
      figures.put(
          name + "_steps_per_bare_transaction",
          Math.round(
                  100.0
                      * ((Number) Objects.requireNonNull(figures.get(name + "_steps_per_second")))
                          .doubleValue()
                      / bare)
              / 100.0);
    }
  }

  /** Starts runs, moves them to their end, and writes figures down when there is where. */
  private static void go(
      PlaybookEngine engine,
      List<String> incidents,
      int count,
      @org.jspecify.annotations.Nullable Map<String, Object> figures,
      String name)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      engine.start(OFFICER, incidents.get(i % incidents.size()), PLAYBOOK, Map.of());
    }
    EngineStats before = engine.stats();
    long start = System.nanoTime();
    while (engine.stats().openRuns() > 0) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException(engine.stats().openRuns() + " runs did not end");
      }
      engine.turn();
      LockSupport.parkNanos(TURN.toNanos());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    EngineStats after = engine.stats();
    if (figures != null) {
      EngineStats.Transitions changes = after.transitions();
      long steps = after.steps() - before.steps();
      long commits = changes.commits() - before.transitions().commits();
      figures.put(name + "_steps", steps);
      figures.put(name + "_steps_per_second", Math.round(steps / seconds));
      figures.put(
          name + "_transitions_per_second",
          Math.round((changes.count() - before.transitions().count()) / seconds));
      figures.put(name + "_commits_per_second", Math.round(commits / seconds));
      figures.put(name + "_transition_p50_ms", millis(changes.p50()));
      figures.put(name + "_transition_p99_ms", millis(changes.p99()));
      figures.put(name + "_transition_longest_ms", millis(changes.longest()));
    }
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / 1e4) / 100.0;
  }

  private PlaybookEngine engine(DataSource database, FileAuditTrail audit, Path own, int port) {
    EngineSettings settings = EngineSettings.DEFAULT.allowing("127.0.0.1:" + port);
    return new PlaybookEngine(
        database,
        audit,
        clock,
        PlaybookLibrary.of(List.of(document(port))),
        incidents(database, audit, own),
        new Tasks(database, audit, clock),
        (_, _) -> Optional.of("00001"),
        settings);
  }

  private Incidents incidents(DataSource database, FileAuditTrail audit, Path own) {
    return new Incidents(
        database,
        audit,
        clock,
        LegalProfiles.bundled(),
        new EvidenceFiles(database, audit, clock, own.resolve("evidence"), EVIDENCE),
        new GateFacts() {
          @Override
          public boolean closingReportIssued(String incidentId) {
            return false;
          }

          @Override
          public boolean backupPointVerified(String reference) {
            return false;
          }
        });
  }

  private String incident(Incidents incidents) {
    return incidents.create(
        OFFICER,
        new NewIncident(
            "Đo tốc độ kịch bản",
            Category.MH,
            Severity.M3,
            clock.instant(),
            "",
            List.of(),
            List.of(),
            null));
  }

  private static String document(int port) {
    try (InputStream file = PlaybooksBench.class.getResourceAsStream("/bench/playbook.json")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .replace("127.0.0.1:1", "127.0.0.1:" + port);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static HttpServer server() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return server;
  }
}
