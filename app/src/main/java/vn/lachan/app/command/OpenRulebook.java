package vn.lachan.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.detection.RuleSources;
import vn.lachan.detection.RuleTexts;
import vn.lachan.detection.rulebook.RuleTrail;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.detection.rulebook.RulebookSettings;

/**
 * A rulebook outside of the running platform: that of a data folder, or one that holds only the
 * rules of the program and is gone when it is closed. For one thread.
 */
final class OpenRulebook implements AutoCloseable {
  private static final String URL = "spring.datasource.url";

  /** The rulebook cannot be opened; the message is for the one who asked. */
  static final class UnavailableException extends RuntimeException {
    UnavailableException(String message) {
      super(message);
    }
  }

  private final SingleConnectionDataSource database;
  private final AuditTrail trail;
  private final Rulebook rulebook;

  private OpenRulebook(SingleConnectionDataSource database, AuditTrail trail, Clock clock) {
    this.database = database;
    this.trail = trail;
    this.rulebook =
        new Rulebook(database, clock, act -> trail.append(entry(act)), RulebookSettings.DEFAULT);
  }

  private static AuditEntry entry(RuleTrail.Act act) {
    return new AuditEntry(
        new Actor(act.by().id(), act.by().unit(), act.by().roles()),
        act.action(),
        act.subject(),
        act.organization(),
        act.detail());
  }

  /** One with the rules of the program. */
  static OpenRulebook empty(Clock clock) {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    OpenRulebook open =
        new OpenRulebook(migrated(url, "rulebook"), AuditTrail.inMemory(clock), clock);
    open.rulebook().start(RuleTexts.read(new RuleSources(true, List.of(), List.of(), Map.of())));
    return open;
  }

  /**
   * That of a data folder; every change is a record of its trail.
   *
   * @throws UnavailableException when no platform wrote there, or one runs there now
   */
  static OpenRulebook ofFolder(Path data, Clock clock) {
    if (!Files.exists(data.resolve("db").resolve("lachan.mv.db"))) {
      throw new UnavailableException(
          data + ": holds no database of a platform (one in PostgreSQL is reached by its screens)");
    }
    String url = standardUrl().replace("${lachan.data}", data.toAbsolutePath().toString());
    SingleConnectionDataSource database = migrated(url + ";IFEXISTS=TRUE", data.toString());
    AuditTrail trail =
        FileAuditTrail.open(
            data.resolve("audit"), data.resolve("keys"), FileAuditTrail.Settings.DEFAULTS, clock);
    return new OpenRulebook(database, trail, clock);
  }

  /** As the platform opens it. */
  private static String standardUrl() {
    try {
      for (PropertySource<?> source :
          new YamlPropertySourceLoader()
              .load("defaults", new ClassPathResource("application.yml"))) {
        Object url = source.getProperty(URL);
        if (url != null) {
          return url.toString();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("application.yml cannot be read", e);
    }
    throw new IllegalStateException("application.yml has no " + URL);
  }

  private static SingleConnectionDataSource migrated(String url, String name) {
    SingleConnectionDataSource database = new SingleConnectionDataSource(url, "sa", "", true);
    try {
      Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
      return database;
    } catch (FlywayException e) {
      database.destroy();
      throw new UnavailableException(
          name
              + ": the database cannot be opened; does the platform run there? Then import on its"
              + " screen");
    }
  }

  Rulebook rulebook() {
    return rulebook;
  }

  @Override
  public void close() {
    trail.close();
    database.destroy();
  }
}
