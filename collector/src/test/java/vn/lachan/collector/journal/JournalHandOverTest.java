package vn.lachan.collector.journal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverContract;

class JournalHandOverTest implements HandOverContract {
  @TempDir Path folder;

  @Override
  public HandOver open() {
    return Journal.open(folder, JournalSettings.DEFAULT.withMinFreeBytes(0));
  }
}
