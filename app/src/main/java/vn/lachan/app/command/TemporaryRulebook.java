package vn.lachan.app.command;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import vn.lachan.detection.RuleSources;
import vn.lachan.detection.RuleTexts;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.detection.rulebook.RulebookSettings;

/** A rulebook that holds the rules of the program and is gone when it is closed. For one thread. */
final class TemporaryRulebook implements AutoCloseable {
  private final SingleConnectionDataSource database;
  private final Rulebook rulebook;

  TemporaryRulebook(Clock clock) {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    this.database = new SingleConnectionDataSource(url, "sa", "", true);
    Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
    this.rulebook = new Rulebook(database, clock, act -> {}, RulebookSettings.DEFAULT);
    rulebook.start(RuleTexts.read(new RuleSources(true, List.of(), List.of(), Map.of())));
  }

  Rulebook rulebook() {
    return rulebook;
  }

  @Override
  public void close() {
    database.destroy();
  }
}
