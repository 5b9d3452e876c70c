package vn.lachan.app.counts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import vn.lachan.app.pipeline.Counted;
import vn.lachan.app.pipeline.DetectionWorker;
import vn.lachan.app.pipeline.RuleCount;
import vn.lachan.detection.ModerationStats;

/**
 * What every rule did so far, in all nodes that share the database: what stands there, with the
 * detectors of this process as they are at this moment. Those of others are some seconds old; after
 * a crash some seconds are missing, or counted twice where they were looked at again.
 *
 * <p>Safe for use by several threads.
 */
public class RuleCounter {
  private static final Logger LOG = LoggerFactory.getLogger(RuleCounter.class);

  /** What exemptions hid stands beside the rules, under their ids behind this. */
  private static final String EXEMPTION = "exemption:";

  private static final int LISTED = 100;

  private final DetectionWorker worker;
  private final RuleCounts store;
  private final Map<Life, Map<String, RuleCount>> bases = new HashMap<>();
  private final Map<Life, Map<String, RuleCount>> written = new HashMap<>();
  private final Map<Life, Counted> unwritten = new HashMap<>();

  private record Life(String owner, long number) {}

  public RuleCounter(DetectionWorker worker, JdbcClient db) {
    this.worker = worker;
    this.store = new RuleCounts(db);
  }

  /** By rule id; a rule that did nothing yet is not in it. */
  public synchronized Map<String, RuleCount> rules() {
    Map<String, RuleCount> sums = sums();
    sums.keySet().removeIf(rule -> rule.startsWith(EXEMPTION));
    return sums;
  }

  /** What exemptions hid, by their ids; the newest events are those of this process. */
  public synchronized Map<String, ModerationStats.Hidden> hidden() {
    Map<String, List<ModerationStats.HiddenEvent>> newest = new HashMap<>();
    for (Counted one : worker.counted()) {
      remember(one);
      one.hidden()
          .forEach((id, hidden) ->
              newest.computeIfAbsent(id, _ -> new ArrayList<>()).addAll(hidden.newest()));
    }
    Map<String, ModerationStats.Hidden> all = new HashMap<>();
    sums()
        .forEach((key, count) -> {
          if (key.startsWith(EXEMPTION) && count.last().isPresent()) {
            String id = key.substring(EXEMPTION.length());
            all.put(
                id,
                new ModerationStats.Hidden(
                    count.folded(),
                    count.last().get(),
                    newest.getOrDefault(id, List.of()).stream()
                        .sorted(Comparator.comparing(ModerationStats.HiddenEvent::at).reversed())
                        .limit(LISTED)
                        .toList()));
          }
        });
    return all;
  }

  private Map<String, RuleCount> sums() {
    Map<String, Map<String, RuleCount>> all = store.all();
    for (Map.Entry<Life, Map<String, RuleCount>> own : own().entrySet()) {
      all.put(own.getKey().owner(), own.getValue());
    }
    Map<String, RuleCount> sums = new HashMap<>();
    all.values().stream()
        .map(Map::entrySet)
        .flatMap(Collection::stream)
        .forEach(entry -> sums.merge(entry.getKey(), entry.getValue(), RuleCount::plus));
    return sums;
  }

  private void remember(Counted one) {
    if (one.over()) {
      unwritten.put(new Life(one.owner(), one.life()), one);
    }
  }

  /** The counts of what is, or was last, counted here, with what stood there before. */
  private Map<Life, Map<String, RuleCount>> own() {
    List<Counted> all = new ArrayList<>(worker.counted());
    all.forEach(this::remember);
    all.addAll(unwritten.values());
    Map<Life, Map<String, RuleCount>> own = new HashMap<>();
    for (Counted one : all) {
      Life life = new Life(one.owner(), one.life());
      Map<String, RuleCount> counts =
          new HashMap<>(bases.computeIfAbsent(life, it -> store.of(it.owner())));
      live(one)
          .forEach((rule, count) ->
              counts.put(rule, counts.getOrDefault(rule, RuleCount.NONE).then(count)));
      own.put(life, counts);
    }
    return own;
  }

  private static Map<String, RuleCount> live(Counted one) {
    Map<String, RuleCount> live = new HashMap<>(one.rules());
    one.hidden()
        .forEach((id, hidden) ->
            live.put(
                EXEMPTION + id,
                new RuleCount(0, 0, 0, hidden.events(), Optional.of(hidden.last()))));
    return live;
  }

  /** Writes what changed to the database, for other nodes and the next start. */
  @Scheduled(initialDelay = 5_000, fixedDelay = 5_000)
  public synchronized void keep() {
    try {
      own()
          .forEach((life, counts) -> {
            Map<String, RuleCount> before = written.getOrDefault(life, Map.of());
            Map<String, RuleCount> changed = new HashMap<>(counts);
            changed.entrySet().removeAll(before.entrySet());
            store.write(life.owner(), changed);
            written.put(life, counts);
          });
      unwritten
          .keySet()
          .forEach(life -> {
            bases.remove(life);
            written.remove(life);
          });
      unwritten.clear();
    } catch (DataAccessException e) {
      LOG.warn("what rules did is written later: {}", e.getMessage());
    }
  }
}
