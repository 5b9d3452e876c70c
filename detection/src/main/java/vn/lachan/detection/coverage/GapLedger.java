package vn.lachan.detection.coverage;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.sigma.SigmaParser;

/**
 * Remembers since when each rule has been looking at events, how far it is, and where it did not
 * look. All times are those at which events were received.
 *
 * <p>The stream tells it of every batch. A rule that appears between two batches is taken to run
 * from the end of the later one, a rule that disappears to have stopped before it: what is looked
 * at twice changes nothing. A platform that is down makes no gap, because the journal waits. A
 * changed version of a rule that runs makes none either. Safe for use by several threads.
 */
public final class GapLedger {
  /** Numbers that an earlier version did not write are 0. */
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private static final int VERSION = 1;
  private static final int ID_DIGITS = 16;

  private final LedgerSettings settings;
  private final RuleHistory history;
  private final Clock clock;
  private final Map<String, Running> running = new TreeMap<>();
  private final Map<String, Instant> stopped = new TreeMap<>();
  private final Map<String, Gap> gaps = new LinkedHashMap<>();
  private @Nullable RuleSet rules;
  private @Nullable Instant seen;
  private @Nullable Instant durable;
  private long changes;

  /** A rule that runs. */
  record Running(String version, Instant since) {}

  /** What is kept on disk. */
  record Saved(
      int version,
      @Nullable Instant durable,
      Map<String, Running> running,
      Map<String, Instant> stopped,
      List<Gap> gaps) {}

  /**
   * Numbers for metrics.
   *
   * @param open gaps that are not filled
   * @param failed gaps that could not be filled
   * @param oldestOpen when the events of the oldest open gap were received; null without one
   */
  public record Stats(int open, int failed, int filled, @Nullable Instant oldestOpen) {}

  public GapLedger(LedgerSettings settings, RuleHistory history, Clock clock) {
    this.settings = settings;
    this.history = history;
    this.clock = clock;
  }

  /**
   * A batch was looked at.
   *
   * @param now the rules that ran at its end
   * @param first when its first event was received
   * @param last when its last event was received
   */
  public synchronized void passed(RuleSet now, Instant first, Instant last) {
    if (now != rules) {
      changed(now, first, last);
      rules = now;
    }
    seen = later(seen, last);
  }

  /** Everything up to here is behind a checkpoint. */
  public synchronized void durable(Instant received) {
    durable = later(durable, received);
  }

  /** When the last event that was looked at was received; null before the first. */
  public synchronized @Nullable Instant seen() {
    return seen;
  }

  private static Instant later(@Nullable Instant a, Instant b) {
    return a == null || b.isAfter(a) ? b : a;
  }

  private void changed(RuleSet now, Instant first, Instant last) {
    Instant before = seen == null ? durable : seen;
    Instant stop = before == null || before.isAfter(first) ? first : before;
    Map<String, RuleInfo> loud = new TreeMap<>();
    now.rules().stream().filter(rule -> !rule.silent()).forEach(rule -> loud.put(rule.id(), rule));
    List<String> gone = running.keySet().stream().filter(id -> !loud.containsKey(id)).toList();
    for (String id : gone) {
      running.remove(id);
      stopped.put(id, stop);
    }
    boolean veryFirst = before == null;
    for (RuleInfo rule : loud.values()) {
      Running was = running.get(rule.id());
      if (was == null && !veryFirst) {
        appeared(rule, last);
      }
      Instant since = was == null ? veryFirst ? first : last : was.since();
      running.put(rule.id(), new Running(rule.version(), since));
    }
    changes++;
  }

  private void appeared(RuleInfo rule, Instant last) {
    Instant end = last.plusMillis(1);
    Instant left = stopped.remove(rule.id());
    if (left != null) {
      open(rule.id(), left, end, Gap.Reason.RETIRED);
    } else {
      Instant enabled =
          history.enabled(rule.id(), rule.version()).filter(at -> at.isBefore(end)).orElse(end);
      open(rule.id(), enabled.minus(settings.lookBack()), end, Gap.Reason.NEW);
    }
  }

  /** The rules failed on an event that was received then. */
  public synchronized void failed(Instant received) {
    open("", received, received.plusMillis(1), Gap.Reason.FAILURE);
  }

  /** Alerts of a rule were left out, between these times of reception. */
  public synchronized void flooded(String ruleId, Instant first, Instant last) {
    open(ruleId, first, last.plusMillis(1), Gap.Reason.FLOOD);
  }

  private void open(String ruleId, Instant from, Instant to, Gap.Reason reason) {
    if (!from.isBefore(to)) {
      return;
    }
    changes++;
    Optional<Gap> known =
        gaps.values().stream()
            .filter(gap -> gap.ruleId().equals(ruleId) && gap.reason() == reason)
            .filter(gap -> touches(gap, from, to))
            .findFirst();
    if (known.isPresent()) {
      Gap gap = known.get();
      gaps.put(gap.id(), gap.to().isBefore(to) ? gap.until(to) : gap);
      return;
    }
    String id = SigmaParser.digest(ruleId + '\0' + reason + '\0' + from).substring(0, ID_DIGITS);
    boolean automatic =
        reason != Gap.Reason.FLOOD
            && Duration.between(from, to).compareTo(settings.longestAutomatic()) <= 0;
    gaps.put(
        id,
        new Gap(
            id,
            ruleId,
            from,
            to,
            reason,
            Gap.State.OPEN,
            clock.instant(),
            null,
            0,
            0,
            0,
            0,
            0,
            automatic,
            ""));
    forget();
  }

  /** One that is being looked at is not made longer: what comes later is a gap of its own. */
  private boolean touches(Gap gap, Instant from, Instant to) {
    boolean inside = !from.isBefore(gap.from()) && !to.isAfter(gap.to());
    boolean near = !from.isBefore(gap.from()) && !from.isAfter(gap.to().plus(settings.join()));
    return inside || (gap.state() == Gap.State.OPEN && near);
  }

  private void forget() {
    Instant limit = clock.instant().minus(settings.keep());
    gaps.values()
        .removeIf(gap ->
            gap.state() == Gap.State.FILLED
                && gap.filled() != null
                && gap.filled().isBefore(limit));
    while (gaps.size() > settings.maxGaps()) {
      Gap oldest =
          gaps.values().stream()
              .min(
                  Comparator.comparing((Gap gap) -> gap.state() != Gap.State.FILLED)
                      .thenComparing(Gap::opened))
              .orElseThrow();
      gaps.remove(oldest.id());
    }
  }

  /** How far each rule has looked, by rule id. */
  public synchronized List<Watermark> watermarks() {
    List<Watermark> result = new ArrayList<>();
    running.forEach((id, rule) -> {
      Instant until = durable == null ? rule.since() : durable;
      result.add(new Watermark(id, rule.version(), rule.since(), until));
    });
    return result;
  }

  /** All gaps, the latest first. */
  public synchronized List<Gap> gaps() {
    return gaps.values().stream().sorted(Comparator.comparing(Gap::from).reversed()).toList();
  }

  public synchronized Optional<Gap> gap(String id) {
    return Optional.ofNullable(gaps.get(id));
  }

  /** Makes a gap wait to be looked at (again), whatever its kind. */
  public synchronized Optional<Gap> ask(String id) {
    Gap gap = gaps.get(id);
    if (gap == null || gap.state() == Gap.State.FILLING) {
      return Optional.ofNullable(gap);
    }
    Gap asked =
        new Gap(
            gap.id(),
            gap.ruleId(),
            gap.from(),
            gap.to(),
            gap.reason(),
            Gap.State.OPEN,
            gap.opened(),
            gap.filled(),
            gap.events(),
            gap.alerts(),
            gap.withheld(),
            gap.hidden(),
            gap.folded(),
            true,
            "");
    put(asked);
    return Optional.of(asked);
  }

  /** The gaps that are to be filled without being asked, the oldest first. */
  synchronized List<Gap> waiting() {
    return gaps.values().stream()
        .filter(gap -> gap.waits() && gap.automatic())
        .sorted(Comparator.comparing(Gap::from))
        .toList();
  }

  synchronized void put(Gap gap) {
    gaps.put(gap.id(), gap);
    changes++;
  }

  /** Grows when something has to be saved. */
  public synchronized long changes() {
    return changes;
  }

  public synchronized Stats stats() {
    List<Gap> open = gaps.values().stream().filter(Gap::waits).toList();
    return new Stats(
        open.size(),
        (int) gaps.values().stream().filter(gap -> gap.state() == Gap.State.FAILED).count(),
        (int) gaps.values().stream().filter(gap -> gap.state() == Gap.State.FILLED).count(),
        open.stream().map(Gap::from).min(Comparator.naturalOrder()).orElse(null));
  }

  /** All of it as JSON, for {@link #restore}. */
  public synchronized byte[] save() {
    Saved saved = new Saved(VERSION, durable, running, stopped, List.copyOf(gaps.values()));
    return JSON.writeValueAsBytes(saved);
  }

  /**
   * Puts back what {@link #save} gave, before the first batch.
   *
   * @throws IllegalArgumentException when it is damaged or of an unknown version
   */
  public synchronized void restore(byte[] state) {
    try {
      Saved saved = JSON.readValue(state, Saved.class);
      if (saved.version() != VERSION) {
        throw new IllegalArgumentException("gap ledger has unknown version " + saved.version());
      }
      durable = saved.durable();
      running.clear();
      running.putAll(saved.running());
      stopped.clear();
      stopped.putAll(saved.stopped());
      gaps.clear();
      saved.gaps().forEach(gap -> gaps.put(gap.id(), gap));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "gap ledger is damaged: "
              + new String(state, 0, Math.min(40, state.length), StandardCharsets.UTF_8),
          e);
    }
  }
}
