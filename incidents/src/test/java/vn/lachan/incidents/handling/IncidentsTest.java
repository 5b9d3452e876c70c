package vn.lachan.incidents.handling;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;

class IncidentsTest implements IncidentsContract {
  @TempDir Path folder;

  @Override
  public TestDesk desk() {
    return new TestDesk(TestDatabase.h2(), folder);
  }
}
