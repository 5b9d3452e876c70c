package vn.lachan.incidents;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SharingTest implements SharingContract {
  @TempDir Path folder;

  @Override
  public TestDesk desk() {
    return new TestDesk(TestDatabase.h2(), folder);
  }
}
