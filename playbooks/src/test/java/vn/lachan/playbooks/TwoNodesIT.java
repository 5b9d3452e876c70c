package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.playbooks.TargetFaultTest.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGConnectionPoolDataSource;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.MemoryAuditTrail;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.clock.LegalProfiles;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.handling.GateFacts;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.Tasks;

/**
 * Two processes with one PostgreSQL: one of them is killed, or stopped and let go on, under load.
 */
class TwoNodesIT {
  private static final OrganizationScope ALL = OrganizationScope.PROVINCE;
  private static final int RUNS = 60;

  /**
   * Long enough for a call that was sent to be counted before somebody decides about it, also on a
   * busy machine.
   */
  private static final Duration LEASE = Duration.ofSeconds(5);

  @TempDir Path folder;

  /** How often each path was called. */
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    server.createContext(
        "/",
        exchange -> {
          calls
              .computeIfAbsent(exchange.getRequestURI().getPath(), _ -> new AtomicInteger())
              .incrementAndGet();
          LockSupport.parkNanos(Duration.ofMillis(15).toNanos());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static TestPlaybook playbook(int port) {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .target("http://127.0.0.1:" + port)
            .external("__run__", "string")
            .start("action--0");
    for (int i = 0; i < 4; i++) {
      String next = i < 3 ? "action--" + (i + 1) : "end--done";
      playbook.http("action--" + i, "POST /" + i + "/__run__:value HTTP/1.1", "x", next);
    }
    return playbook;
  }

  /** One of the processes. */
  private record Node(PlaybookEngine engine, Tasks tasks) {
    static Node of(String name, DataSource database, int port, Path folder) {
      Clock clock = Clock.systemUTC();
      AuditTrail audit = new MemoryAuditTrail();
      Tasks tasks = new Tasks(database, audit, clock);
      Incidents incidents =
          new Incidents(
              database,
              audit,
              clock,
              LegalProfiles.bundled(),
              new EvidenceFiles(database, audit, clock, folder.resolve(name), 1000),
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
      EngineSettings settings =
          new EngineSettings(
                  name,
                  LEASE,
                  1000,
                  100,
                  Duration.ofDays(1),
                  Duration.ofHours(1),
                  LEASE.minusSeconds(1),
                  3,
                  5000,
                  Set.of("127.0.0.1"))
              .as(name, 16);
      PlaybookEngine engine =
          new PlaybookEngine(
              database,
              audit,
              clock,
              PlaybookLibrary.of(List.of(playbook(port).json())),
              incidents,
              tasks,
              (agent, _) -> Optional.of(agent.unit()),
              settings);
      return new Node(engine, tasks);
    }
  }

  /** The other process: moves runs on until it is killed. */
  static void main(String[] arguments) throws InterruptedException {
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setUrl(arguments[0]);
    source.setUser("postgres");
    Node node =
        Node.of(
            "kia",
            JdbcConnectionPool.create(source),
            Integer.parseInt(arguments[1]),
            Path.of(arguments[2]));
    while (true) {
      node.engine().turn();
      Thread.sleep(20);
    }
  }

  private Process other(String url) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            TwoNodesIT.class.getName(),
            silenced(url),
            String.valueOf(server.getAddress().getPort()),
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("other.log").toFile())
        .start();
  }

  @Test
  void theOneThatIsKilledUnderLoadLosesNothingAndTheOtherDoesNothingTwice() throws Exception {
    TestDatabase.Postgres database = TestDatabase.namedPostgres();
    TestDesk desk = new TestDesk(database.source(), folder.resolve("desk"));
    String incident = desk.incident();
    Process other = other(database.url());
    try (PlaybookEngine engine = start(database.source(), incident)) {
      await(() -> seen() > RUNS / 2);
      other.destroyForcibly().waitFor();
      int before = seen();
      finish(engine, database.source(), incident);
      assertThat(before).as("killed in the middle").isLessThan(4 * RUNS);
      proveOnceEach(engine, incident);
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void theOneThatWasStoppedPastItsLeaseAndGoesOnWritesAndDoesNothing() throws Exception {
    TestDatabase.Postgres database = TestDatabase.namedPostgres();
    TestDesk desk = new TestDesk(database.source(), folder.resolve("desk"));
    String incident = desk.incident();
    Process other = other(database.url());
    try (PlaybookEngine engine = start(database.source(), incident)) {
      await(() -> seen() > RUNS / 2);
      signal(other, "STOP");
      finish(engine, database.source(), incident);
      proveOnceEach(engine, incident);
      List<PlaybookRun> ended = engine.ofIncident(ALL, incident);
      signal(other, "CONT");
      Instant look = Instant.now().plusSeconds(1);
      await(() -> Instant.now().isAfter(look) || !other.isAlive());
      assertThat(engine.ofIncident(ALL, incident)).isEqualTo(ended);
      proveOnceEach(engine, incident);
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void theOneThatStandsStillInTheMiddleOfATransactionHoldsUpNobodyForLong() throws Exception {
    TestDatabase.Postgres database = TestDatabase.namedPostgres();
    TestDesk desk = new TestDesk(database.source(), folder.resolve("desk"));
    String incident = desk.incident();
    try (PlaybookEngine engine = start(database.source(), incident);
        Connection still = DriverManager.getConnection(silenced(database.url()), "postgres", "");
        Statement statement = still.createStatement()) {
      still.setAutoCommit(false);
      assertThat(statement.executeUpdate("update playbook_run set wake_at = wake_at"))
          .isEqualTo(RUNS);
      finish(engine, database.source(), incident);
      proveOnceEach(engine, incident);
      assertThatThrownBy(still::commit).isInstanceOf(SQLException.class);
    }
  }

  /**
   * As the platform connects ({@code lachan.database.silent-transaction}): the server breaks off a
   * transaction of a process that was stopped and gives its rows free.
   */
  private static String silenced(String url) {
    return url
        + (url.contains("?") ? '&' : '?')
        + "options=-c%20idle_in_transaction_session_timeout=2000";
  }

  private static void signal(Process process, String name)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** An engine of this process that has started the runs; the other one works on them already. */
  private PlaybookEngine start(DataSource database, String incident) {
    Node node = Node.of("day", database, server.getAddress().getPort(), folder);
    for (int i = 0; i < RUNS; i++) {
      node.engine().start(LAN, incident, TestPlaybook.ID, Map.of("__run__", "r" + i));
    }
    return node.engine();
  }

  private int seen() {
    return calls.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** Takes over, and has people look what became of calls whose outcome nobody saw. */
  private void finish(PlaybookEngine engine, DataSource database, String incident) {
    Tasks tasks = new Tasks(database, new MemoryAuditTrail(), Clock.systemUTC());
    await(() -> {
      engine.turn();
      for (Task task : tasks.ofIncident(ALL, incident)) {
        if (!task.state().isFinished()) {
          tasks.complete(LAN, task.id(), "đã xem", decision(task));
        }
      }
      return engine.stats().openRuns() == 0;
    });
  }

  private Map<String, String> decision(Task task) {
    Map<String, String> outputs = new HashMap<>();
    boolean done =
        calls.keySet().stream()
            .anyMatch(path ->
                task.instructions().contains(path + "\n")
                    || task.instructions().contains(path + " "));
    outputs.put(ActionWorker.DECISION, done ? "thanh_cong" : "chay_lai");
    return outputs;
  }

  private void proveOnceEach(PlaybookEngine engine, String incident) {
    assertThat(engine.ofIncident(ALL, incident))
        .hasSize(RUNS)
        .allSatisfy(run -> assertThat(run.state()).as(run.problem()).isEqualTo(RunState.SUCCEEDED));
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      for (int run = 0; run < RUNS; run++) {
        wanted.add("/" + i + "/r" + run);
      }
    }
    assertThat(calls.keySet()).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(calls).allSatisfy((path, count) -> assertThat(count).as(path).hasValue(1));
  }
}
