package vn.lachan.detection.rulebook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Exemption;
import vn.lachan.detection.Moderation;
import vn.lachan.detection.ModerationStats;
import vn.lachan.detection.RejectedRule;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleReader;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleText;
import vn.lachan.detection.Selection;
import vn.lachan.detection.Suppression;

/** Brings what the database says to the detector. One change at a time. */
final class Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  /** Events that are looked at again after a crash still meet what held when they came. */
  private static final Duration LOOKING_BACK = Duration.ofDays(1);

  private final Database database;
  private final RulebookSettings settings;
  private final Clock clock;
  private final RuleReader reader;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Map<String, RuleInfo.Origin> origins = Map.of();
  private volatile List<RuleText> nameless = List.of();
  private volatile @Nullable Detector detector;
  private volatile @Nullable Supplier<Map<String, ModerationStats.Hidden>> counted;
  private volatile long followed = -1;

  Deployment(Database database, RulebookSettings settings, Clock clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.reader = new RuleReader(settings.placeholders());
  }

  /** Reads texts; what it has read once, to see or to run, costs nothing again. */
  RuleReader reader() {
    return reader;
  }

  <T> T alone(Supplier<T> change) {
    changing.lock();
    try {
      return change.get();
    } finally {
      changing.unlock();
    }
  }

  void attach(Detector given) {
    this.detector = given;
  }

  void countHidden(Supplier<Map<String, ModerationStats.Hidden>> elsewhere) {
    this.counted = elsewhere;
  }

  /** The revision whose rules and decisions are in force here, or older than those. */
  long revision() {
    return followed;
  }

  /** Compiles all that shall run. */
  RuleSet begin() {
    long now = database.read(RevisionRow::read);
    RuleSet rules = compile(running());
    remember(rules);
    followed = now;
    return rules;
  }

  boolean follow() {
    if (database.read(RevisionRow::read) == followed) {
      return false;
    }
    return alone(() -> {
      // Read first: what is taken over is at least as new.
      long now = database.read(RevisionRow::read);
      Detector running = detector;
      if (running != null && now != followed) {
        RuleSet rules = compile(running());
        if (keys(rules).equals(keys(running.rules()))) {
          running.moderate(moderation());
        } else {
          running.replace(rules, moderation());
          LOG.info("{} rules run, as another node wants it", rules.rules().size());
        }
      }
      boolean changed = now != followed;
      followed = now;
      return changed;
    });
  }

  private static List<String> keys(RuleSet rules) {
    return rules.rules().stream().map(rule -> rule.id() + "@" + rule.version()).toList();
  }

  /**
   * What came with the program.
   *
   * @param withoutId texts that are no rules of the rulebook; they are compiled so that they are
   *     listed as rejected
   */
  void delivered(Map<String, RuleInfo.Origin> originOfRule, List<RuleText> withoutId) {
    origins = Map.copyOf(originOfRule);
    nameless = List.copyOf(withoutId);
  }

  /** A version as the engine takes it. */
  RuleText text(RuleEntry entry, RuleVersion version) {
    RuleInfo.Origin origin =
        version.source() == RuleSource.DELIVERED
            ? origins.getOrDefault(entry.id(), RuleInfo.Origin.EXTERNAL)
            : RuleInfo.Origin.EXTERNAL;
    return new RuleText(entry.file(), version.text(), version.tests(), origin);
  }

  /** The texts that run, by rule; delivered ones first, so that they win over copies. */
  Map<String, RuleText> running() {
    return database.read(handle -> {
      Map<String, RuleVersion> versions = VersionRows.running(handle);
      Map<String, RuleText> texts = new LinkedHashMap<>();
      RuleRows.all(handle).stream()
          .filter(entry -> versions.containsKey(entry.id()))
          .sorted(Comparator.comparing(RuleEntry::source))
          .forEach(entry ->
              texts.put(entry.id(), text(entry, Objects.requireNonNull(versions.get(entry.id())))));
      return texts;
    });
  }

  /** Compiles texts of the rulebook together with those that have no id. */
  RuleSet compile(Map<String, RuleText> texts) {
    List<RuleText> all = new ArrayList<>(texts.values());
    all.addAll(nameless);
    return reader.compile(all);
  }

  /** {@code rule} alone when it needs no other, else among those that run. */
  RuleSet context(String id, RuleText rule) {
    RuleSet alone = reader.compile(List.of(rule));
    if (alone.rejected().isEmpty()) {
      return alone;
    }
    Map<String, RuleText> others = running();
    others.remove(id);
    List<RuleText> all = new ArrayList<>(List.of(rule));
    others.values().stream().filter(other -> !other.name().equals(rule.name())).forEach(all::add);
    return reader.compile(all);
  }

  /** What of other files would no longer run. */
  List<RuleProblem> broken(RuleSet before, RuleSet after, Set<String> files) {
    Set<RejectedRule> known = new HashSet<>(before.rejected());
    return after.rejected().stream()
        .filter(rejected -> !files.contains(rejected.file()) && !known.contains(rejected))
        .map(RuleProblem::of)
        .toList();
  }

  /** What runs now, as far as the detector knows. */
  RuleSet current() {
    Detector running = detector;
    return running == null ? compile(running()) : running.rules();
  }

  /** The decisions of people for events received from now on, or looked at again after a crash. */
  Moderation moderation() {
    return moderation(clock.instant().minus(LOOKING_BACK));
  }

  /** The decisions of people, with every exemption that was in force at {@code since} or later. */
  Moderation moderation(Instant since) {
    Map<String, Optional<Suppression>> suppressions = new HashMap<>();
    List<Exemption> exemptions = new ArrayList<>();
    List<RuleEntry> entries = database.read(RuleRows::all);
    for (RuleEntry entry : entries) {
      switch (entry.suppression()) {
        case SuppressionChoice.AsTheRuleSays _ -> {}
        case SuppressionChoice.Never _ -> suppressions.put(entry.id(), Optional.empty());
        case SuppressionChoice.Chosen(Suppression chosen) ->
            suppressions.put(entry.id(), Optional.of(chosen));
      }
    }
    for (ExemptionEntry entry : database.read(ExemptionRows::all)) {
      exemption(entry, since).ifPresent(exemptions::add);
    }
    return new Moderation(
        exemptions, suppressions, settings.openWindows(), settings.hiddenListed());
  }

  private Optional<Exemption> exemption(ExemptionEntry entry, Instant since) {
    Instant from = entry.approvedAt();
    Instant revoked = entry.revokedAt();
    Instant until =
        revoked != null && revoked.isBefore(entry.expiresAt()) ? revoked : entry.expiresAt();
    if (from == null || until.isBefore(since)) {
      return Optional.empty();
    }
    return switch (Selection.read(entry.selection(), settings.placeholders())) {
      case Selection.Usable(var condition) ->
          Optional.of(
              new Exemption(
                  entry.id(), entry.rules(), entry.organization(), condition, from, until));
      case Selection.Refused(String reason) -> {
        LOG.error("exemption {} cannot be applied and hides nothing: {}", entry.id(), reason);
        yield Optional.empty();
      }
    };
  }

  /** Gives {@code rules} and the decisions to the detector. */
  void deploy(RuleSet rules) {
    remember(rules);
    keepCounts();
    Detector running = detector;
    if (running != null) {
      long start = System.nanoTime();
      running.replace(rules, moderation());
      LOG.info(
          "{} rules run, {} refused; compiled in {} ms",
          rules.rules().size(),
          rules.rejected().size(),
          Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
  }

  /** Gives the decisions alone to the detector. */
  void moderate() {
    keepCounts();
    Detector running = detector;
    if (running != null) {
      running.moderate(moderation());
    }
  }

  void remember(RuleSet rules) {
    database.write(handle -> {
      RevisionRow.lock(handle);
      Map<String, RuleVersion> versions = VersionRows.running(handle);
      Map<String, RuleVersion> byFile = new HashMap<>();
      for (RuleEntry entry : RuleRows.all(handle)) {
        RuleVersion version = versions.get(entry.id());
        if (version != null) {
          byFile.put(entry.file(), version);
        }
      }
      VersionRows.remember(handle, rules.rules(), byFile);
    });
  }

  /** Writes down what exemptions hid; doing it twice changes nothing. */
  void keepCounts() {
    Map<String, ModerationStats.Hidden> counts = hidden();
    if (!counts.isEmpty()) {
      database.write(handle -> ExemptionRows.keep(handle, counts));
    }
  }

  Map<String, ModerationStats.Hidden> hidden() {
    Supplier<Map<String, ModerationStats.Hidden>> elsewhere = counted;
    if (elsewhere != null) {
      return elsewhere.get();
    }
    Detector running = detector;
    return running == null ? Map.of() : running.moderationStats().exemptions();
  }
}
