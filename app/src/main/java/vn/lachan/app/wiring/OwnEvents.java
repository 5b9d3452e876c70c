package vn.lachan.app.wiring;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.collector.Door;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

/**
 * What the platform itself has to tell, on the same way as every other log: a backup that failed, a
 * source that fell silent. So rules can look at it and it can be searched.
 */
@Component
public class OwnEvents {
  private static final Logger LOG = LoggerFactory.getLogger(OwnEvents.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Backups and drills. */
  public static final String BACKUP = "lachan.backup";

  /** Log sources. */
  public static final String SOURCE = "lachan.source";

  /** The canary that proves the way from an input to a rule. */
  public static final String CANARY = "lachan.canary";

  static final List<LogSource> SOURCES =
      List.of(LogSource.of("lachan-backup", BACKUP, ""), LogSource.of("lachan-source", SOURCE, ""));

  private final Door door;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.shared();

  OwnEvents(Door door, Clock clock) {
    this.door = door;
    this.clock = clock;
  }

  /**
   * Tells that something happened.
   *
   * @param dataset {@link #BACKUP}, {@link #SOURCE} or {@link #CANARY}
   * @param fields ECS names and values
   */
  public void tell(String dataset, Map<String, Object> fields) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("@timestamp", clock.instant().toString());
    event.putAll(fields);
    String source = dataset.replace('.', '-');
    RawLog log =
        new RawLog(
            source,
            clock.instant(),
            "",
            UUID.randomUUID().toString(),
            json.writeValueAsString(event).getBytes(StandardCharsets.UTF_8));
    try {
      if (door.take(List.of(log), PATIENCE) instanceof Receipt.Refused refused) {
        LOG.warn("the journal did not take an event of the platform: {}", refused.reason());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
