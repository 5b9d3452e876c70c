package vn.lachan.incidents.queue;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;

class JdbcAlertQueueTest implements AlertQueueContract {
  @TempDir Path folder;

  @Override
  public TestDesk desk() {
    return new TestDesk(TestDatabase.h2(), folder);
  }
}
