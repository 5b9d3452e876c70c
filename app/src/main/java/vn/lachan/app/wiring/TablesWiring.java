package vn.lachan.app.wiring;

import java.time.Clock;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.tables.RegistryBase;
import vn.lachan.app.tables.TablesInForce;
import vn.lachan.audit.AuditTrail;
import vn.lachan.collector.geo.GeoTables;
import vn.lachan.registry.Registry;

/** Tables that are replaced, with and without the stream of events. */
@Configuration
class TablesWiring {

  @Bean
  @DependsOnDatabaseInitialization
  TablesInForce tablesInForce(
      Registry registry,
      RegistryBase base,
      GeoTables geo,
      JdbcClient db,
      Accounts accounts,
      AuditTrail trail,
      PlatformTransactionManager transactions,
      Settings settings,
      Clock clock) {
    return new TablesInForce(
        registry, base, geo, db, accounts, trail, transactions, settings, clock);
  }
}
