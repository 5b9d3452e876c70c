package vn.lachan.app.plans;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** Cron text as Quartz understands it, in the time of Việt Nam. */
public final class CronTexts {
  public static final TimeZone ZONE = TimeZone.getTimeZone("Asia/Ho_Chi_Minh");

  private CronTexts() {}

  /** What is wrong with {@code cron}; empty when nothing is. */
  public static Optional<String> problem(String cron) {
    try {
      CronExpression.validateExpression(cron);
      return Optional.empty();
    } catch (ParseException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** How far the next two times after {@code now} are apart; empty when there are not two. */
  public static Optional<Duration> interval(String cron, Instant now) {
    try {
      CronExpression expression = new CronExpression(cron);
      expression.setTimeZone(ZONE);
      Date first = expression.getNextValidTimeAfter(Date.from(now));
      Date second = first == null ? null : expression.getNextValidTimeAfter(first);
      return second == null
          ? Optional.empty()
          : Optional.of(Duration.between(first.toInstant(), second.toInstant()));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }
}
