package vn.lachan.events;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Puts events into the partitions of their days, unless that of the day, of the one before or of
 * the one after has them already.
 *
 * <p>{@link #append} is called by one thread at a time.
 */
final class LuceneAppender {
  private final LucenePartitions partitions;
  private final LongAdder appended = new LongAdder();
  private final LongAdder duplicates = new LongAdder();

  LuceneAppender(LucenePartitions partitions) {
    this.partitions = partitions;
  }

  /** How many events were stored. */
  long appended() {
    return appended.sum();
  }

  /** How many events were there already. */
  long duplicates() {
    return duplicates.sum();
  }

  /** {@code events} by their day of ingestion, in the order they came. */
  static Map<LocalDate, List<LuceneBatch.Entry>> byDay(Collection<Event> events) {
    Map<LocalDate, List<LuceneBatch.Entry>> byDay = new LinkedHashMap<>();
    for (Event event : events) {
      byDay
          .computeIfAbsent(
              event.ingested().atOffset(ZoneOffset.UTC).toLocalDate(), _ -> new ArrayList<>())
          .add(new LuceneBatch.Entry(event, LuceneIds.Key.of(event.id())));
    }
    return byDay;
  }

  /** Returns the partition of {@code day}, which now has all of {@code entries}. */
  LucenePartition append(LocalDate day, List<LuceneBatch.Entry> entries) throws IOException {
    List<LuceneBatch.Entry> notNearby = new ArrayList<>(entries.size());
    for (LuceneBatch.Entry entry : entries) {
      if (!isIn(day.minusDays(1), entry.key()) && !isIn(day.plusDays(1), entry.key())) {
        notNearby.add(entry);
      }
    }
    LucenePartition partition = partitions.forWriting(day);
    int stored = appendOrSetAside(partition, notNearby);
    appended.add(stored);
    duplicates.add(entries.size() - stored);
    partitions.trim();
    return partition;
  }

  private int appendOrSetAside(LucenePartition partition, List<LuceneBatch.Entry> entries)
      throws IOException {
    try {
      return partition.append(entries);
    } catch (IOException e) {
      partitions.setAsideOrThrow(partition, e);
      return partitions.forWriting(partition.day()).append(entries);
    }
  }

  /** A batch that is sent again after midnight is already in the partition of the day before. */
  private boolean isIn(LocalDate day, LuceneIds.Key key) throws IOException {
    LucenePartition neighbour = partitions.get(day);
    if (neighbour == null) {
      return false;
    }
    try {
      return neighbour.contains(key);
    } catch (IOException e) {
      partitions.setAsideOrThrow(neighbour, e);
      return false;
    }
  }
}
