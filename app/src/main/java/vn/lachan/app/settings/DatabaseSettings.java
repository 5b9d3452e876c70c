package vn.lachan.app.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the platform shares PostgreSQL with its other processes.
 *
 * @param silentTransaction a transaction whose process says nothing for so long is broken off by
 *     the server, so that a process that was stopped or cut off keeps no rows from the others; at
 *     least a second
 */
public record DatabaseSettings(@DefaultValue("30s") Duration silentTransaction) {
  public DatabaseSettings {
    if (silentTransaction.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("lachan.database.silent-transaction is at least 1s");
    }
  }
}
