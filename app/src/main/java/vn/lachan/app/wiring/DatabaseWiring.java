package vn.lachan.app.wiring;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.settings.Settings;

/** What every connection to PostgreSQL asks of the server; H2 has one process and needs nothing. */
@Configuration
class DatabaseWiring {
  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** Settings in the address itself stay in force. */
  @Bean
  static BeanPostProcessor silentTransactions(ObjectProvider<Settings> settings) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool
            && pool.getJdbcUrl() != null
            && pool.getJdbcUrl().startsWith(POSTGRESQL)) {
          pool.addDataSourceProperty(
              "options",
              "-c idle_in_transaction_session_timeout="
                  + settings.getObject().database().silentTransaction().toMillis());
        }
        return bean;
      }
    };
  }
}
