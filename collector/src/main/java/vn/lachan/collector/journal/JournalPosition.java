package vn.lachan.collector.journal;

import java.util.Comparator;

/**
 * A place between two records.
 *
 * @param segment number of the segment
 * @param offset byte in its file where the next record begins
 */
public record JournalPosition(long segment, long offset) implements Comparable<JournalPosition> {
  private static final Comparator<JournalPosition> ORDER =
      Comparator.comparingLong(JournalPosition::segment).thenComparingLong(JournalPosition::offset);

  public JournalPosition {
    if (segment < 0 || offset < 0) {
      throw new IllegalArgumentException("not a position: " + segment + ":" + offset);
    }
  }

  @Override
  public int compareTo(JournalPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return segment + ":" + offset;
  }
}
