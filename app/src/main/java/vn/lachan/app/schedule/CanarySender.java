package vn.lachan.app.schedule;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.coverage.CanaryWatch;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.tls.TlsIdentity;
import vn.lachan.app.wiring.CanaryToken;
import vn.lachan.app.wiring.OwnEvents;
import vn.lachan.simulator.send.TrustedCertificate;

/**
 * Sends a harmless event through the platform's own HTTPS input again and again, in each process
 * that collects; a built-in rule has to find it, here or in another process. One of this process
 * that is not found in time is told as an event, which another rule turns into an alert.
 *
 * <p>Where HTTPS cannot be used from this machine (a certificate for another name), the event goes
 * through the internal door behind the inputs, and the state says so.
 */
@Component
class CanarySender implements SchedulingConfigurer {
  private static final Logger LOG = LoggerFactory.getLogger(CanarySender.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private final CanaryWatch watch;
  private final CanaryToken token;
  private final OwnEvents own;
  private final Environment environment;
  private final Settings settings;
  private final Clock clock;
  private boolean told;
  private @Nullable HttpClient client;

  CanarySender(
      CanaryWatch watch,
      CanaryToken token,
      OwnEvents own,
      Environment environment,
      Settings settings,
      Clock clock) {
    this.watch = watch;
    this.token = token;
    this.own = own;
    this.environment = environment;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    if (settings.collects() && watch.health().enabled()) {
      Duration period = settings.detection().canary().period();
      tasks.addFixedRateTask(
          new org.springframework.scheduling.config.IntervalTask(this::beat, period, period));
    }
  }

  /** One canary, and a look after the earlier ones. */
  synchronized void beat() {
    Optional<CanaryWatch.Node> missing = watch.own().filter(CanaryWatch.Node::missing);
    if (missing.isPresent() && !told) {
      tellMissing(missing.get());
    }
    told = missing.isPresent();
    String id = UUID.randomUUID().toString();
    watch.sent(id, CanaryWatch.Path.HTTPS);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event.action", "canary");
    event.put(CanaryWatch.ID, id);
    try {
      post(event);
    } catch (SSLException e) {
      LOG.info("the canary cannot use HTTPS from here: {}", e.getMessage());
      watch.resent(id, CanaryWatch.Path.DOOR);
      own.tell(OwnEvents.CANARY, event);
    } catch (IOException e) {
      LOG.warn("the canary was not taken: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellMissing(CanaryWatch.Node node) {
    LOG.error("canaries are sent and not found; the oldest since {}", node.missingFor());
    own.tell(
        OwnEvents.CANARY,
        Map.of(
            "event.action",
            "canary_mat",
            "event.outcome",
            "failure",
            "lachan.canary.path",
            watch.health().path().name(),
            "lachan.canary.missing_seconds",
            node.missingFor().toSeconds()));
  }

  private void post(Map<String, Object> event) throws IOException, InterruptedException {
    Map<String, Object> timed = new LinkedHashMap<>();
    timed.put("@timestamp", clock.instant().toString());
    timed.putAll(event);
    String port = environment.getRequiredProperty("local.server.port");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/intake/ndjson"))
            .timeout(ANSWER_WITHIN)
            .header("Authorization", "Bearer " + token.token())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JsonMapper.shared().writeValueAsString(timed) + "\n"))
            .build();
    HttpResponse<String> answer = client().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the intake answered " + answer.statusCode());
    }
  }

  private HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      TlsIdentity identity = TlsIdentity.ensure(settings.folder("keys"), clock);
      made =
          HttpClient.newBuilder()
              .connectTimeout(ANSWER_WITHIN)
              .sslContext(TrustedCertificate.context(identity.certificateFile()))
              .build();
      client = made;
    }
    return made;
  }
}
