package vn.lachan.detection.rulebook;

import javax.sql.DataSource;

class RulebookTest implements RulebookContract {
  @Override
  public DataSource dataSource() {
    return TestDatabase.h2();
  }
}
