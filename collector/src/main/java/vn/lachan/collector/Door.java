package vn.lachan.collector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.collector.privacy.Pseudonymizer;

/**
 * The only way into the journal: takes citizen numbers out of the raw bytes before anything is
 * written, and counts.
 */
public final class Door {
  private final Intake journal;
  private final Pseudonymizer pseudonymizer;
  private final SourceStatistics statistics;

  public Door(Intake journal, Pseudonymizer pseudonymizer, SourceStatistics statistics) {
    this.journal = journal;
    this.pseudonymizer = pseudonymizer;
    this.statistics = statistics;
  }

  /** For those who come this way. */
  public Intake through(Way way) {
    return new Entrance(way);
  }

  private final class Entrance implements Intake {
    private final Way way;

    private Entrance(Way way) {
      this.way = way;
    }

    @Override
    public Receipt take(List<RawLog> logs, Duration patience) throws InterruptedException {
      Receipt receipt = journal.take(clean(logs), patience);
      if (receipt instanceof Receipt.Taken) {
        statistics.received(logs, way);
      }
      return receipt;
    }

    @Override
    public byte[] kept(byte[] record) {
      return pseudonymizer.replaceCitizenNumbers(record);
    }

    private List<RawLog> clean(List<RawLog> logs) {
      List<RawLog> clean = new ArrayList<>(logs.size());
      for (RawLog log : logs) {
        clean.add(log.withBytes(kept(log.bytes())));
      }
      return clean;
    }
  }
}
