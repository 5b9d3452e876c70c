package vn.lachan.backup;

import java.nio.file.Path;
import vn.lachan.backup.retention.RemovalLedger;

/** The ledger of removals in the history folder: {@code removals-<repository>.json}. */
public final class FileRemovalLedger implements RemovalLedger {

  private final PackTimes times;

  public FileRemovalLedger(Path folder) {
    this.times = new PackTimes(folder, "removals");
  }

  @Override
  public Waiting read(String repository) {
    return new Waiting(times.read(repository));
  }

  @Override
  public void write(String repository, Waiting waiting) {
    times.write(repository, waiting.since());
  }
}
