package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.incidents.TestDesk.LAN;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.task.Task;

/** Kills a process in the middle of a call and goes on in another. */
class CrashTest {
  @TempDir Path folder;

  private static TestPlaybook playbook(String url) {
    return TestPlaybook.named("p")
        .start("parallel--p")
        .target(url)
        .parallel("parallel--p", List.of("action--a", "action--b"), "end--done")
        .manual("action--a", "Cô lập", "end--a")
        .http("action--b", "PUT /block HTTP/1.1", "x", "end--b")
        .end("end--a")
        .end("end--b");
  }

  private static PlaybookEngine engine(TestDesk desk, String url) {
    return new PlaybookEngine(
        desk.dataSource,
        desk.audit,
        desk.clock,
        PlaybookLibrary.of(List.of(playbook(url).json())),
        desk.incidents,
        desk.tasks,
        (agent, _) -> Optional.of(agent.unit()),
        new EngineSettings(
            "crash",
            Duration.ofMinutes(5),
            100,
            10,
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofSeconds(60),
            3,
            5000,
            Set.of("127.0.0.1")));
  }

  /** The process that will be killed: it starts a run and never comes back from the call. */
  static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    JdbcConnectionPool database = TestDatabase.h2(folder.resolve("db"));
    TestDesk desk = new TestDesk(database, folder.resolve("evidence"));
    try (PlaybookEngine engine = engine(desk, arguments[1])) {
      String run = engine.start(LAN, desk.incident(), TestPlaybook.ID, Map.of());
      Files.writeString(folder.resolve("run"), run);
      engine.poll();
    }
  }

  @Test
  void aRunGoesOnAfterItsProcessWasKilledInTheMiddleOfACall() throws Exception {
    List<String> keys = new CopyOnWriteArrayList<>();
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch killed = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          called.countDown();
          try {
            killed.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.setExecutor(Thread.ofVirtual()::start);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashTest.class.getName(),
                folder.toString(),
                url)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      assertThat(called.await(60, TimeUnit.SECONDS)).as(() -> log()).isTrue();
      process.destroyForcibly().waitFor();
      killed.countDown();
      goOn(url, keys);
    } finally {
      process.destroyForcibly();
      killed.countDown();
      server.stop(0);
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  private void goOn(String url, List<String> keys) throws Exception {
    OrganizationScope all = OrganizationScope.PROVINCE;
    String runId = Files.readString(folder.resolve("run"));
    JdbcConnectionPool database = TestDatabase.h2(folder.resolve("db"));
    TestDesk desk = new TestDesk(database, folder.resolve("evidence"));
    try (PlaybookEngine engine = engine(desk, url)) {
      PlaybookRun before = engine.find(all, runId).orElseThrow();
      assertThat(before.steps())
          .extracting(RunStep::state)
          .contains(StepState.RUNNING, StepState.WAITING_INPUT);

      engine.resume();

      List<Task> tasks = desk.tasks.ofIncident(all, before.incidentId());
      assertThat(tasks).as("no task is given twice").hasSize(1);
      assertThat(keys).hasSize(2).containsOnly(keys.getFirst());
      desk.tasks.complete(LAN, tasks.getFirst().id(), "xong", Map.of());
      engine.poll();
      PlaybookRun after = engine.find(all, runId).orElseThrow();
      assertThat(after.state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(after.steps()).hasSize(7);
    } finally {
      database.dispose();
    }
  }
}
