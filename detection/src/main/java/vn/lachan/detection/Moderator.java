package vn.lachan.detection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.match.RuleMatcher;
import vn.lachan.detection.sigma.LogSource;
import vn.lachan.detection.sigma.SigmaHeader;
import vn.lachan.detection.sigma.SigmaRule;
import vn.lachan.events.Event;

/** Applies one {@link Moderation} to the rules of one rule set. For one thread. */
final class Moderator {
  private static final LogSource EVERY_SOURCE = new LogSource("", "", "");
  private static final int DIGITS = 32;

  private final Moderation settings;
  private final RuleSet rules;
  private final List<BitSet> scopes = new ArrayList<>();
  private final RuleMatcher conditions;
  private final Map<String, Suppression> suppressions;
  private final HiddenEvents hidden;
  private final FoldedAlerts folded;

  Moderator(Moderation settings, RuleSet rules, HiddenEvents hidden, FoldedAlerts folded) {
    this.settings = settings;
    this.rules = rules;
    this.hidden = hidden;
    this.folded = folded;
    List<SigmaRule> asRules = new ArrayList<>();
    for (Exemption exemption : settings.exemptions()) {
      scopes.add(scope(exemption));
      asRules.add(
          new SigmaRule(SigmaHeader.named(exemption.id()), EVERY_SOURCE, exemption.condition()));
    }
    this.conditions = new RuleMatcher(asRules, LogSources.standard(), true);
    this.suppressions = settings.effective(rules);
    folded.keepOnly(suppressions.keySet());
  }

  Moderation settings() {
    return settings;
  }

  /** Numbers of the rules: those named, and the other documents of their files. */
  private BitSet scope(Exemption exemption) {
    BitSet scope = new BitSet();
    if (exemption.rules().isEmpty()) {
      scope.set(0, rules.rules().size());
      return scope;
    }
    Set<String> files = new HashSet<>();
    exemption.rules().forEach(id -> rules.rule(id).ifPresent(rule -> files.add(rule.file())));
    for (int i = 0; i < rules.rules().size(); i++) {
      if (files.contains(rules.info(i).file())) {
        scope.set(i);
      }
    }
    return scope;
  }

  /** How the decisions look on one event. */
  final class Look {
    private final Event event;
    private final FieldSource source;
    private final Instant received;
    private int @Nullable [] holding;
    private @Nullable Set<String> told;

    private Look(Event event, FieldSource source, Instant received) {
      this.event = event;
      this.source = source;
      this.received = received;
    }

    /** Whether the rule with {@code number} counts on the event; what is hidden is recorded. */
    boolean counts(int number) {
      boolean counts = true;
      for (int index : holding()) {
        Exemption exemption = settings.exemptions().get(index);
        if (scopes.get(index).get(number)) {
          counts = false;
          if (tells(exemption.id())) {
            hidden.add(
                exemption.id(),
                new ModerationStats.HiddenEvent(
                    event.id(), rules.info(number).id(), event.organization(), received),
                settings.hiddenListed());
          }
        }
      }
      return counts;
    }

    /** Whether it is the first time; most events are hidden by no exemption. */
    private boolean tells(String exemption) {
      Set<String> known = told == null ? new HashSet<>() : told;
      told = known;
      return known.add(exemption);
    }

    private int[] holding() {
      if (holding == null) {
        holding =
            scopes.isEmpty()
                ? new int[0]
                : java.util.Arrays.stream(conditions.match(source)).filter(this::applies).toArray();
      }
      return holding;
    }

    private boolean applies(int index) {
      Exemption exemption = settings.exemptions().get(index);
      return exemption.inForceAt(received)
          && (exemption.organization().isEmpty()
              || exemption.organization().equals(event.organization()));
    }
  }

  /**
   * How the decisions look on an event.
   *
   * @param received when it counts as received
   */
  Look look(Event event, FieldSource source, Instant received) {
    return new Look(event, source, received);
  }

  /** The earlier alert that {@code alert} is folded into, or null when it stands for itself. */
  @Nullable More fold(Alert alert, Instant received, Function<String, @Nullable String> values) {
    Suppression suppression = suppressions.get(alert.ruleId());
    return suppression == null
        ? null
        : folded.fold(
            key(alert, suppression, values), alert, received.toEpochMilli(), suppression.window());
  }

  /** {@code alert} was raised. */
  void raised(Alert alert, Instant received, Function<String, @Nullable String> values) {
    Suppression suppression = suppressions.get(alert.ruleId());
    if (suppression != null) {
      folded.open(
          key(alert, suppression, values), alert, received.toEpochMilli(), settings.openWindows());
    }
  }

  private static FoldedAlerts.Key key(
      Alert alert, Suppression suppression, Function<String, @Nullable String> values) {
    StringBuilder text = new StringBuilder(alert.organization());
    for (String field : suppression.fields()) {
      String value = values.apply(field);
      text.append('\0').append(value == null ? "\1" : value);
    }
    return new FoldedAlerts.Key(
        alert.ruleId(),
        vn.lachan.detection.sigma.SigmaParser.digest(text.toString()).substring(0, DIGITS));
  }

  ModerationStats stats() {
    return new ModerationStats(hidden.stats(), folded.folded(), folded.size(), folded.endedEarly());
  }
}
