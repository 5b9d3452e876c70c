package vn.lachan.app.wiring;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Import;
import vn.lachan.app.security.AccountWiring;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.settings.Settings;

/**
 * The part of the platform that can be looked after while it rests: database, trail, registry,
 * accounts and rules. Not found by the platform's own scan, as it is no configuration by itself.
 */
@ImportAutoConfiguration({
  DataSourceAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  TransactionAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  JdbcClientAutoConfiguration.class,
  FlywayAutoConfiguration.class
})
@EnableConfigurationProperties(Settings.class)
@Import({
  GroundWiring.class,
  AccountWiring.class,
  Accounts.class,
  RulebookWiring.class,
  TablesWiring.class
})
public class Administration {}
