package vn.lachan.detection.backtest;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Alert;

/**
 * A trial of one rule on the history, as far as it has come.
 *
 * @param id by which it is asked for
 * @param ruleVersion version of the rule that was tried
 * @param from first instant of the history looked at
 * @param to first instant behind it
 * @param created when it was asked for
 * @param by account that asked
 * @param reached everything that happened before this was looked at
 * @param events how many events the history holds, of all kinds
 * @param read how many of them the store found and the engine looked at
 * @param matched events that fitted the rule, or one that it refers to
 * @param alerts alerts that it would have raised without any decision of people
 * @param hidden of these, how many the exemptions in force now would have held back
 * @param folded of these, how many suppression would have counted on an earlier one
 * @param cut why it stopped early; null when it looked at everything so far
 * @param problem why it failed; empty if it did not
 * @param days alerts of each day that has some, by the day they happened in the platform's zone
 * @param top most frequent values, the entity first, then the fields that the rule looks at
 * @param samples first alerts, then one of every so many
 * @param alertsPerDay alerts for each day looked at
 * @param query what the store was asked for, one for each rule about single events
 * @param took how long it has run
 */
public record Backtest(
    String id,
    String ruleId,
    String ruleVersion,
    String title,
    Instant from,
    Instant to,
    Instant created,
    String by,
    State state,
    Instant reached,
    long events,
    long read,
    long matched,
    long alerts,
    long hidden,
    long folded,
    @Nullable Cut cut,
    String problem,
    List<Day> days,
    List<Top> top,
    List<Alert> samples,
    double alertsPerDay,
    List<String> query,
    Duration took) {

  /** Where a trial stands. */
  public enum State {
    WAITING,
    RUNNING,
    DONE,
    CANCELLED,
    FAILED;

    /** Whether nothing will change any more. */
    public boolean isOver() {
      return switch (this) {
        case WAITING, RUNNING -> false;
        case DONE, CANCELLED, FAILED -> true;
      };
    }
  }

  /** Which bound stopped a trial. */
  public enum Cut {
    EVENTS,
    ALERTS,
    TIME
  }

  /** How many alerts a day has. */
  public record Day(LocalDate day, long alerts) {}

  /** Most frequent values of a field among the alerts. */
  public record Top(String field, List<Value> values) {
    public Top {
      values = List.copyOf(values);
    }
  }

  /** How many alerts carry a value. */
  public record Value(String value, long alerts) {}

  public Backtest {
    days = List.copyOf(days);
    top = List.copyOf(top);
    samples = List.copyOf(samples);
    query = List.copyOf(query);
  }

  /** Whether the whole history was looked at. */
  public boolean complete() {
    return state == State.DONE && cut == null;
  }

  /** How much of the time was looked at, 0 to 1. */
  public double progress() {
    double all = Duration.between(from, to).toMillis();
    return state == State.DONE && cut == null
        ? 1
        : Math.clamp(Duration.between(from, reached).toMillis() / Math.max(1, all), 0, 1);
  }
}
