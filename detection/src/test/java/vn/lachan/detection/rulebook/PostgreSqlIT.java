package vn.lachan.detection.rulebook;

import javax.sql.DataSource;

/** The same contract on a real PostgreSQL. */
class PostgreSqlIT implements RulebookContract {
  @Override
  public DataSource dataSource() {
    return TestDatabase.postgres();
  }
}
