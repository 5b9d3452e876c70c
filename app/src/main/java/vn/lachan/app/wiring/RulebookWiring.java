package vn.lachan.app.wiring;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.detection.rulebook.RulebookSettings;

/** The rules and their life, with and without the stream of events. */
@Configuration
class RulebookWiring {

  @Bean
  RulebookSettings rulebookSettings(Settings settings) {
    return DetectionBounds.rulebook(settings.detection());
  }

  /** Every change of rules is one record of the audit trail, or it is not made. */
  @Bean
  @DependsOnDatabaseInitialization
  Rulebook rulebook(DataSource db, AuditTrail trail, RulebookSettings settings, Clock clock) {
    return new Rulebook(
        db,
        clock,
        act ->
            trail.append(
                new AuditEntry(
                    new Actor(act.by().id(), act.by().unit(), act.by().roles()),
                    act.action(),
                    act.subject(),
                    act.organization(),
                    act.detail())),
        settings);
  }
}
