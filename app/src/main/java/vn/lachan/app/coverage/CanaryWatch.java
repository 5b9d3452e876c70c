package vn.lachan.app.coverage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import vn.lachan.detection.Alert;

/**
 * Remembers which canaries were sent and which of them a rule found, for all nodes that share the
 * database: a canary of one node may be found by any. Safe for use by several threads.
 */
public final class CanaryWatch {
  /** The built-in rule that finds canaries. */
  public static final String RULE = "6f0f3f5e-0d0f-4b0e-9a53-8d3a3f0c1c01";

  /** Names one canary. */
  public static final String ID = "lachan.canary.id";

  private static final Logger LOG = LoggerFactory.getLogger(CanaryWatch.class);
  private static final int MOST_UNWRITTEN = 100;

  private final Plan plan;
  private final CanaryLog log;
  private final Clock clock;
  private final LongAdder sent = new LongAdder();
  private final LongAdder seen = new LongAdder();
  private final Map<String, Instant> unwritten = new LinkedHashMap<>();

  /** How a canary comes in. */
  public enum Path {
    /** Through the platform's own HTTPS input over the loopback address. */
    HTTPS,
    /** Through the internal door behind the inputs, because HTTPS cannot be used from here. */
    DOOR
  }

  /**
   * What is to be done.
   *
   * @param enabled whether there are canaries at all
   * @param node name of this process among those that share the database
   * @param period between two canaries of a node
   */
  public record Plan(boolean enabled, String node, Duration period) {}

  /**
   * How the canaries of one node are.
   *
   * @param missing whether one was not found within two periods, nor a later one; a node that sends
   *     no more misses none
   * @param missingFor how long ago the oldest one that was not found was sent; zero without one
   * @param sending whether it sent any within the last two periods
   */
  public record Node(
      String name,
      Instant lastSent,
      @Nullable Instant lastSeen,
      boolean missing,
      Duration missingFor,
      boolean sending) {}

  /**
   * How the canaries of all nodes are.
   *
   * @param path of the one that was found last
   * @param lastTook from sending the canary that was found last to the hit
   * @param missing whether one of any node is
   * @param sent within the last day
   * @param seen of those
   * @param nodes by their names
   */
  public record Health(
      boolean enabled,
      Path path,
      Duration period,
      @Nullable Instant lastSent,
      @Nullable Instant lastSeen,
      @Nullable Duration lastTook,
      boolean missing,
      long sent,
      long seen,
      List<Node> nodes) {
    public Health {
      nodes = List.copyOf(nodes);
    }
  }

  public CanaryWatch(Plan plan, JdbcClient db, Clock clock) {
    this.plan = plan;
    this.log = new CanaryLog(db);
    this.clock = clock;
  }

  /**
   * A canary of this node is about to be sent.
   *
   * @throws DataAccessException when it cannot be put down; it should not be sent then
   */
  public void sent(String id, Path by) {
    log.sent(id, plan.node(), by, clock.instant());
    sent.increment();
    writeUnwritten();
  }

  /** A canary that cannot be sent this way is sent another way. */
  public void resent(String id, Path by) {
    log.goes(id, by);
  }

  /** A rule found a canary here. When the database does not hear of it now, it will with others. */
  void seen(Alert alert) {
    String id = alert.fields().getOrDefault(ID, "");
    synchronized (unwritten) {
      if (unwritten.size() < MOST_UNWRITTEN) {
        unwritten.putIfAbsent(id, clock.instant());
      }
    }
    writeUnwritten();
  }

  private void writeUnwritten() {
    synchronized (unwritten) {
      try {
        for (Map.Entry<String, Instant> one : Map.copyOf(unwritten).entrySet()) {
          if (log.seen(one.getKey(), one.getValue())) {
            seen.increment();
          }
          unwritten.remove(one.getKey());
        }
      } catch (DataAccessException e) {
        LOG.warn("that a canary was found is written later: {}", e.getMessage());
      }
    }
  }

  /** Canaries that this process sent. */
  public long sentHere() {
    return sent.sum();
  }

  /** Canaries, of whatever node, that this process found. */
  public long seenHere() {
    return seen.sum();
  }

  /** How those of this node are; empty before the first. */
  public Optional<Node> own() {
    return log.nodes().stream()
        .filter(of -> of.node().equals(plan.node()))
        .map(this::node)
        .findFirst();
  }

  private Node node(CanaryLog.OfNode of) {
    Instant now = clock.instant();
    Duration patience = plan.period().multipliedBy(2);
    boolean sending = Duration.between(of.lastSent(), now).compareTo(patience) <= 0;
    Instant since = of.waitingSince();
    Duration waiting = since == null ? Duration.ZERO : Duration.between(since, now);
    boolean answers = sending || of.node().equals(plan.node());
    return new Node(
        of.node(),
        of.lastSent(),
        of.lastSeen(),
        plan.enabled() && answers && waiting.compareTo(patience) > 0,
        waiting,
        sending);
  }

  /** How the canaries are now. */
  public Health health() {
    List<CanaryLog.OfNode> all = log.nodes();
    List<Node> nodes = all.stream().map(this::node).toList();
    CanaryLog.Found last = log.lastFound();
    return new Health(
        plan.enabled(),
        last == null ? Path.HTTPS : last.path(),
        plan.period(),
        all.stream().map(CanaryLog.OfNode::lastSent).max(Instant::compareTo).orElse(null),
        last == null ? null : last.seen(),
        last == null ? null : Duration.between(last.sent(), last.seen()),
        nodes.stream().anyMatch(Node::missing),
        all.stream().mapToLong(CanaryLog.OfNode::sent).sum(),
        all.stream().mapToLong(CanaryLog.OfNode::seen).sum(),
        nodes);
  }
}
