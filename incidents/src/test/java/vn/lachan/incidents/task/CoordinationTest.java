package vn.lachan.incidents.task;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;

class CoordinationTest implements CoordinationContract {
  @TempDir Path folder;

  @Override
  public TestDesk desk() {
    return new TestDesk(TestDatabase.h2(), folder);
  }
}
