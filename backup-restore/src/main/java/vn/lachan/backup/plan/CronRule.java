package vn.lachan.backup.plan;

import java.util.Optional;

/** Says what is wrong with a cron text. Whoever rings the bell knows its rules. */
@FunctionalInterface
public interface CronRule {

  /** Takes everything with six or seven fields. */
  CronRule FIELDS_ONLY = cron -> Optional.empty();

  /** What is wrong with {@code cron}; empty when nothing is. */
  Optional<String> problem(String cron);
}
