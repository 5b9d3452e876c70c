package vn.lachan.playbooks;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;

/** The same contract on a real PostgreSQL. */
class PostgreSqlIT implements PlaybookEngineContract {
  @TempDir Path folder;

  @Override
  public TestDesk desk() {
    return new TestDesk(TestDatabase.emptiedPostgres(), folder);
  }
}
