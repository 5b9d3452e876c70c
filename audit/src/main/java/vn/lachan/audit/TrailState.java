package vn.lachan.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a trail is on the disk at one moment. Readers take one and see nothing that comes later.
 *
 * @param segments all segments, the last one being written
 * @param activeLength good bytes of the last segment
 * @param sequence number of the last record, 0 when there is none
 * @param head digest of the last record
 * @param checkpointLength good bytes of the checkpoint file
 * @param lastCheckpoint newest checkpoint
 */
record TrailState(
    List<TrailFolder.Segment> segments,
    long activeLength,
    long sequence,
    String head,
    long checkpointLength,
    Optional<Checkpoint> lastCheckpoint) {
  TrailState {
    segments = List.copyOf(segments);
  }

  /** After records up to {@code newSequence} became durable. */
  TrailState appended(long newLength, long newSequence, String newHead) {
    return new TrailState(
        segments, newLength, newSequence, newHead, checkpointLength, lastCheckpoint);
  }

  /** With an empty segment {@code next} to be written from now on. */
  TrailState rotated(TrailFolder.Segment next) {
    List<TrailFolder.Segment> more = new ArrayList<>(segments);
    more.add(next);
    return new TrailState(more, 0, sequence, head, checkpointLength, lastCheckpoint);
  }

  /** After {@code checkpoint} became durable. */
  TrailState covered(long newLength, Checkpoint checkpoint) {
    return new TrailState(
        segments, activeLength, sequence, head, newLength, Optional.of(checkpoint));
  }

  /** Records that no checkpoint covers yet. */
  long uncovered() {
    return sequence - lastCheckpoint.map(Checkpoint::sequence).orElse(0L);
  }
}
