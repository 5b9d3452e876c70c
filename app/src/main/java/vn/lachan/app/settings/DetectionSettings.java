package vn.lachan.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What to detect.
 *
 * @param rules folders or files with Sigma rules beside the built-in ones
 * @param builtIn whether the built-in rules run
 * @param alertsPerRuleAndHour a rule that fires more often is held back and counted
 * @param canary the event that proves the way from an input to a rule
 * @param backtest bounds of trials of rules on the history
 * @param backfill how what a rule missed is looked at again
 */
public record DetectionSettings(
    @DefaultValue({}) List<Path> rules,
    @DefaultValue("true") boolean builtIn,
    @DefaultValue("10000") int alertsPerRuleAndHour,
    @DefaultValue Canary canary,
    @DefaultValue BacktestBounds backtest,
    @DefaultValue BackfillBounds backfill) {

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
  }
}
