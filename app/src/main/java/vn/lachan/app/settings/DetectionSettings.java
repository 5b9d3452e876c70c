package vn.lachan.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What to detect.
 *
 * @param rules folders or files with Sigma rules beside the built-in ones
 * @param builtIn whether the built-in rules run
 * @param alertsPerRuleAndHour a rule that fires more often is held back and counted
 * @param placeholders what {@code %name%} stands for in rules with the modifier {@code expand}
 * @param correlation bounds of what correlations keep
 * @param baseline bounds of what rules with a baseline keep
 * @param rulebook bounds of rules, imports, exemptions and suppression
 * @param canary the event that proves the way from an input to a rule
 * @param backtest bounds of trials of rules on the history
 * @param backfill how what a rule missed is looked at again
 * @param follow how often the database is asked whether another node changed rules or decisions
 */
public record DetectionSettings(
    @DefaultValue({}) List<Path> rules,
    @DefaultValue("true") boolean builtIn,
    @DefaultValue("10000") int alertsPerRuleAndHour,
    @DefaultValue Map<String, List<String>> placeholders,
    @DefaultValue CorrelationBounds correlation,
    @DefaultValue BaselineBounds baseline,
    @DefaultValue RulebookBounds rulebook,
    @DefaultValue Canary canary,
    @DefaultValue BacktestBounds backtest,
    @DefaultValue BackfillBounds backfill,
    @DefaultValue("2s") Duration follow) {

  /**
   * What correlations keep. Whatever is over a bound leaves oldest first and is counted.
   *
   * @param groups groups of all rules
   * @param groupsPerRule groups of one rule
   * @param eventsPerGroup events kept for one group
   * @param memory of all groups, about; never more than a third of the memory of the process
   * @param lateness how much later than its time an event may arrive and still count
   * @param unsaved changes kept between two checkpoints; when there are more, the next is whole
   * @param savedSlice least part of each checkpoint that repeats what did not change
   */
  public record CorrelationBounds(
      @DefaultValue("1000000") int groups,
      @DefaultValue("250000") int groupsPerRule,
      @DefaultValue("10000") int eventsPerGroup,
      @DefaultValue("768MB") DataSize memory,
      @DefaultValue("10m") Duration lateness,
      @DefaultValue("64MB") DataSize unsaved,
      @DefaultValue("256KB") DataSize savedSlice) {}

  /**
   * What rules with a baseline keep. Whatever is over a bound leaves oldest first and is counted.
   *
   * @param keysPerRule keys that one rule watches
   * @param valuesPerKey values that {@code first_seen} remembers of one key
   * @param samplesPerPeriod values of one period that {@code value} learns
   * @param eventsPerAlert events that an alert names, at most 100
   * @param remembered events remembered so that one that comes twice counts once
   * @param lateness how long after its end a period still takes events
   * @param blind a longer time without any event does not count as silence
   */
  public record BaselineBounds(
      @DefaultValue("20000") int keysPerRule,
      @DefaultValue("1000") int valuesPerKey,
      @DefaultValue("256") int samplesPerPeriod,
      @DefaultValue("20") int eventsPerAlert,
      @DefaultValue("16384") int remembered,
      @DefaultValue("10m") Duration lateness,
      @DefaultValue("5m") Duration blind) {}

  /**
   * What people do with rules.
   *
   * @param ruleCharacters longest text of a rule
   * @param testCharacters longest text of its tests
   * @param importFiles most files of one import
   * @param importSize most of one import, unpacked
   * @param longestExemption an exemption expires after at most this time
   * @param suppressionWindows windows of suppression that are open at the same time
   * @param hiddenListed newest hidden events listed for each exemption
   */
  public record RulebookBounds(
      @DefaultValue("500000") int ruleCharacters,
      @DefaultValue("500000") int testCharacters,
      @DefaultValue("50000") int importFiles,
      @DefaultValue("256MB") DataSize importSize,
      @DefaultValue("366d") Duration longestExemption,
      @DefaultValue("200000") int suppressionWindows,
      @DefaultValue("100") int hiddenListed) {}

  /**
   * A harmless event that the platform sends to itself.
   *
   * @param period how often; missing for twice as long raises an alert
   */
  public record Canary(@DefaultValue("true") boolean enabled, @DefaultValue("5m") Duration period) {
    public Canary {
      if (period.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("the period of the canary is at least a second");
      }
    }
  }

  /**
   * Bounds of one trial of a rule on the history.
   *
   * @param events that are read and looked at
   * @param alerts after which it stops
   * @param time how long it may run
   * @param range longest stretch of history
   * @param atOnce how many run at the same time
   */
  public record BacktestBounds(
      @DefaultValue("5000000") long events,
      @DefaultValue("100000") long alerts,
      @DefaultValue("10m") Duration time,
      @DefaultValue("400d") Duration range,
      @DefaultValue("1") int atOnce) {}

  /**
   * How gaps are filled.
   *
   * @param lookBack a new rule also looks at what was received so long before
   * @param longest a longer gap is only filled when somebody asks
   * @param eventsPerSecond at most so many events are looked at
   * @param alertsPerGap alerts queued of one gap
   */
  public record BackfillBounds(
      @DefaultValue("24h") Duration lookBack,
      @DefaultValue("7d") Duration longest,
      @DefaultValue("5000") int eventsPerSecond,
      @DefaultValue("1000") int alertsPerGap) {}

  public DetectionSettings {
    rules = List.copyOf(rules);
    placeholders = Map.copyOf(placeholders);
    if (!follow.isPositive()) {
      throw new IllegalArgumentException("lachan.detection.follow is positive");
    }
  }
}
