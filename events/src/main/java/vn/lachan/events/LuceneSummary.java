package vn.lachan.events;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * What is known of a partition without opening it: how many events its last commit holds, and
 * between which times they happened. Stands in the commit's own data.
 *
 * <p>The times are bounds: an event widens them before it is indexed, and they stay wide when it is
 * lost, so that no search leaves out a partition that holds an answer. Changed by one thread at a
 * time, read by any.
 */
final class LuceneSummary {
  private static final String EARLIEST = "earliest";
  private static final String LATEST = "latest";

  private volatile long events;
  private volatile long earliest = Long.MAX_VALUE;
  private volatile long latest = Long.MIN_VALUE;

  /** Reads the last commit in {@code directory}; false when there is none yet. */
  boolean read(Directory directory) throws IOException {
    SegmentInfos commit;
    try {
      commit = SegmentInfos.readLatestCommit(directory);
    } catch (IndexNotFoundException e) {
      if (LucenePartitions.holdsSegments(directory)) {
        throw e;
      }
      return false; // the process ended between making the folder and the first commit
    }
    events = commit.totalMaxDoc();
    if (events > 0) {
      Map<String, String> data = commit.getUserData();
      earliest = Long.parseLong(data.getOrDefault(EARLIEST, Long.toString(Long.MIN_VALUE)));
      latest = Long.parseLong(data.getOrDefault(LATEST, Long.toString(Long.MAX_VALUE)));
    }
    return true;
  }

  /** An event of this time is about to be indexed. */
  void widen(Instant timestamp) {
    long millis = TimeBounds.millis(timestamp);
    earliest = Math.min(earliest, millis);
    latest = Math.max(latest, millis);
  }

  /** The last commit holds so many events. */
  void committed(long count) {
    events = count;
  }

  /** What the next commit has to carry for {@link #read}. */
  Map<String, String> commitData() {
    return Map.of(EARLIEST, Long.toString(earliest), LATEST, Long.toString(latest));
  }

  /** How many events the last commit holds. */
  long events() {
    return events;
  }

  /** Lower bound of the {@code @timestamp}s inside, epoch milliseconds. */
  long earliest() {
    return earliest;
  }

  /** Upper bound of the {@code @timestamp}s inside, epoch milliseconds. */
  long latest() {
    return latest;
  }
}
