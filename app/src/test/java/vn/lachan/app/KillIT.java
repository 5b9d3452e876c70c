package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.detection.Alert;
import vn.lachan.events.Event;
import vn.lachan.events.EventPage;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.simulator.send.TrustedCertificate;

/**
 * The platform is killed in the middle of a load and started again.
 *
 * <p>Half of the load comes over HTTPS, whose sender sends a batch again, with the same key, until
 * it is answered; to make it worse, the last answered batches are sent once more. The other half
 * comes over syslog TCP, which acknowledges nothing: what the journal holds after the restart is
 * what was acknowledged. One connection keeps its order, so this must be the first so many events
 * without a gap; the sender goes on behind them, as a relay with a queue of its own would.
 *
 * <p>{@code -Dlachan.kill.half=50000} is the long form: so many events each way.
 */
class KillIT {
  private static final int HALF = Integer.getInteger("lachan.kill.half", 20_000);
  private static final int SPRAYS = HALF / 5_000;
  private static final int BATCH = 1_000;
  private static final int BATCHES = HALF / BATCH;

  /** The sender over TCP is never further ahead of the one over HTTPS than this. */
  private static final int AHEAD = 2_000;

  private final Instant start =
      Instant.now().minus(6, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
  private static final String LOAD = "dvc.attachment.id:(tcp-* OR https-*)";
  private final NumberedLoad tcpLoad =
      new NumberedLoad("tcp", "203.0.113", start, HALF, SPRAYS, true);
  private final NumberedLoad httpsLoad =
      new NumberedLoad("https", "198.51.100", start, HALF, SPRAYS, false);

  @TempDir Path folder;

  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicBoolean killed = new AtomicBoolean();

  /** What a platform knows in the end. */
  private record Knowledge(Set<String> ids, Set<String> marks, long count, Set<String> alerts) {}

  @AfterEach
  void stopSenders() {
    killed.set(true);
    senders.shutdownNow();
  }

  @Test
  void losesAndRepeatsNothingWhenKilled() throws Exception {
    Path disturbed = folder.resolve("disturbed");
    long begin = System.nanoTime();
    int answeredAtDeath = loadUntilKilled(disturbed);
    assertThat(answeredAtDeath).as("killed in the middle").isBetween(1, BATCHES - 1);

    Knowledge afterwards;
    int kept;
    try (TestPlatform platform = TestPlatform.start(disturbed, Map.of())) {
      platform.awaitQuiet();
      kept = keptOfTcp(platform.get(EventStore.class));
      assertThat(kept).as("killed in the middle").isBetween(1, HALF - 1);
      for (int batch = 0; batch < answeredAtDeath; batch++) {
        assertThat(
                count(platform, "log.source.id:test-dvc-motcua", httpsLoad, batch * BATCH, BATCH))
            .as("answered batch %d", batch)
            .isEqualTo(BATCH);
      }
      CompletableFuture<Void> tcp =
          CompletableFuture.runAsync(() -> sendTcp(platform.port("syslog-tcp"), kept), senders);
      for (int batch = Math.max(0, answeredAtDeath - 3); batch < BATCHES; batch++) {
        HttpResponse<String> answer =
            platform.send(
                TestPlatform.TOKEN + "-dvc.motcua",
                body(batch),
                Map.of("Idempotency-Key", key(batch)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        answered.set(batch + 1);
      }
      tcp.get();
      afterwards = knowledge(platform);
    }

    answered.set(0);
    Knowledge undisturbed = undisturbed();

    assertThat(afterwards.count()).isEqualTo(2L * HALF);
    assertThat(afterwards.marks()).hasSize(2 * HALF);
    assertThat(afterwards.ids()).isEqualTo(undisturbed.ids());
    assertThat(afterwards.alerts()).hasSizeGreaterThanOrEqualTo(2 * SPRAYS);
    assertThat(afterwards.alerts()).isEqualTo(undisturbed.alerts());
    System.out.printf(
        "[kill] killed after %d events over HTTPS and %d over TCP; %d events once, %d alerts equal;"
            + " %d s%n",
        answeredAtDeath * BATCH,
        kept,
        afterwards.count(),
        afterwards.alerts().size(),
        (System.nanoTime() - begin) / 1_000_000_000);
  }

  /** Runs the first half of the load; returns how many batches were answered. */
  private int loadUntilKilled(Path data) throws IOException, InterruptedException {
    int web = OtherProcess.freePort();
    int syslog = OtherProcess.freePort();
    Map<String, String> settings =
        TestPlatform.settings(
            Map.of("server.port", "" + web, "lachan.inputs.syslog-tcp.port", "" + syslog));
    try (OtherProcess platform =
        OtherProcess.start(data, folder.resolve("other-process.log"), settings)) {
      CompletableFuture<Void> tcp = CompletableFuture.runAsync(() -> sendTcp(syslog, 0), senders);
      CompletableFuture<Void> https =
          CompletableFuture.runAsync(() -> sendHttpsUntilKilled(web, data), senders);
      TestPlatform.await("half of the load", () -> answered.get() >= BATCHES / 2 || https.isDone());
      killed.set(true);
      platform.kill();
      https.join();
      tcp.exceptionally(_ -> null).join();
    }
    killed.set(false);
    return answered.get();
  }

  private void sendHttpsUntilKilled(int port, Path data) {
    try (HttpClient http =
        HttpClient.newBuilder()
            .sslContext(TrustedCertificate.context(data.resolve("keys/tls.crt")))
            .build()) {
      for (int batch = 0; batch < BATCHES; batch++) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/intake/ndjson"))
                .header("Authorization", "Bearer " + TestPlatform.TOKEN + "-dvc.motcua")
                .header("Idempotency-Key", key(batch))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(batch)))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        answered.incrementAndGet();
      }
    } catch (IOException e) {
      if (!killed.get()) {
        throw new java.io.UncheckedIOException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String key(int batch) {
    return "kill-" + batch;
  }

  private byte[] body(int batch) {
    return httpsLoad.lines(batch * BATCH, (batch + 1) * BATCH).getBytes(StandardCharsets.UTF_8);
  }

  /** Sends what comes from {@code first} on over one connection, octet-counted. */
  private void sendTcp(int port, int first) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16)) {
      for (int number = first; number < HALF; number++) {
        String text =
            "<134>1 %s motcua-app-01 motcua - - - %s"
                .formatted(tcpLoad.at(number), tcpLoad.line(number));
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.write(message);
        while (number > answered.get() * BATCH + AHEAD && !killed.get()) {
          out.flush();
          Thread.sleep(5);
        }
      }
    } catch (IOException e) {
      if (!killed.get()) {
        throw new java.io.UncheckedIOException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Knowledge undisturbed() throws Exception {
    try (TestPlatform platform = TestPlatform.start(folder.resolve("undisturbed"), Map.of())) {
      CompletableFuture<Void> tcp =
          CompletableFuture.runAsync(() -> sendTcp(platform.port("syslog-tcp"), 0), senders);
      for (int batch = 0; batch < BATCHES; batch++) {
        platform.send(
            TestPlatform.TOKEN + "-dvc.motcua", body(batch), Map.of("Idempotency-Key", key(batch)));
        answered.set(batch + 1);
      }
      tcp.get();
      return knowledge(platform);
    }
  }

  /** How many of the first events over TCP are there; fails when there is a gap. */
  private int keptOfTcp(EventStore store) {
    Set<String> ids = new HashSet<>();
    walk(store, "dvc.attachment.id:tcp-*", event -> ids.add(event.id()));
    for (int number = 0; number < ids.size(); number++) {
      assertThat(ids.contains(tcpLoad.eventId(number))).as("event %d", number).isTrue();
    }
    return ids.size();
  }

  private static long count(
      TestPlatform platform, String query, NumberedLoad load, int from, int length) {
    TimeRange range = new TimeRange(load.at(from), load.at(from + length));
    return platform
        .get(EventStore.class)
        .count(new EventQuery(query, range, OrganizationScope.PROVINCE));
  }

  private static Knowledge knowledge(TestPlatform platform) throws InterruptedException {
    TestPlatform.await(
        "everything sent to be stored",
        () -> {
          platform.get(EventStore.class).refresh();
          return all(platform) >= 2L * HALF;
        });
    platform.awaitQuiet();
    Set<String> ids = new HashSet<>();
    Set<String> marks = new HashSet<>();
    walk(
        platform.get(EventStore.class),
        LOAD,
        event -> {
          assertThat(ids.add(event.id())).as("event %s once", event.id()).isTrue();
          marks.add(event.text("dvc.attachment.id"));
        });
    return new Knowledge(ids, marks, all(platform), alerts(platform.get(AlertQueue.class)));
  }

  private static long all(TestPlatform platform) {
    return platform
        .get(EventStore.class)
        .count(new EventQuery(LOAD, TimeRange.ALL, OrganizationScope.PROVINCE));
  }

  private static void walk(
      EventStore store, String text, java.util.function.Consumer<Event> visitor) {
    EventQuery query = new EventQuery(text, TimeRange.ALL, OrganizationScope.PROVINCE);
    Optional<EventPage.Cursor> next = Optional.empty();
    do {
      EventPage page = store.search(query, next, 1_000);
      page.events().forEach(visitor);
      next = page.next();
    } while (next.isPresent());
  }

  /** Each alert with rule, entity and id. */
  private static Set<String> alerts(AlertQueue queue) {
    Set<String> found = new TreeSet<>();
    for (Alert alert : QueueContents.alerts(queue)) {
      found.add(alert.ruleId() + " " + alert.entity() + " " + alert.id());
    }
    return found;
  }
}
