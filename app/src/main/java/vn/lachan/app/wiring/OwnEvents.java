package vn.lachan.app.wiring;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.collector.Door;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.Way;

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

  /** What people and the platform did, from the audit trail. */
  public static final String AUDIT = "lachan.audit";

  /** The platform itself: that it is alive. */
  public static final String PLATFORM = "lachan.platform";

  /** The canary that proves the way from an input to a rule. */
  public static final String CANARY = "lachan.canary";

  static final List<LogSource> SOURCES =
      Stream.of(BACKUP, SOURCE, AUDIT, PLATFORM)
          .map(dataset -> LogSource.of(sourceOf(dataset), dataset, ""))
          .toList();

  private final Intake intake;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.shared();

  OwnEvents(Door door, Clock clock) {
    this.intake = door.through(Way.PLATFORM);
    this.clock = clock;
  }

  /**
   * Tells that something happened.
   *
   * @return whether the journal has it
   * @param dataset {@link #BACKUP}, {@link #SOURCE}, {@link #AUDIT}, {@link #PLATFORM} or {@link
   *     #CANARY}
   * @param fields ECS names and values
   */
  public boolean tell(String dataset, Map<String, Object> fields) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("@timestamp", clock.instant().toString());
    event.putAll(fields);
    RawLog log =
        new RawLog(
            sourceOf(dataset),
            clock.instant(),
            "",
            UUID.randomUUID().toString(),
            json.writeValueAsString(event).getBytes(StandardCharsets.UTF_8));
    try {
      if (intake.take(List.of(log), PATIENCE) instanceof Receipt.Refused refused) {
        LOG.warn("the journal did not take an event of the platform: {}", refused.reason());
        return false;
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String sourceOf(String dataset) {
    return dataset.replace('.', '-');
  }
}
