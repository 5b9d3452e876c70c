package vn.lachan.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out where a trail ends, reading its last segment only.
 *
 * <p>The one damage that is repaired is the one a crash leaves: a last line without its line break.
 * Anything else is refused, since going on would hide it.
 */
final class TrailOpening {
  private final TrailFolder folder;
  private final RawFile.Opener opener;
  private final VerifyingKey key;
  private final List<FileAuditTrail.Recovery> recoveries = new ArrayList<>();

  TrailOpening(TrailFolder folder, RawFile.Opener opener, VerifyingKey key) {
    this.folder = folder;
    this.opener = opener;
    this.key = key;
  }

  /** What was cut, in the order it was found. */
  List<FileAuditTrail.Recovery> recoveries() {
    return List.copyOf(recoveries);
  }

  TrailState state() throws IOException {
    List<TrailFolder.Segment> segments = folder.segments();
    if (segments.isEmpty()) {
      TrailFolder.Segment first = TrailFolder.Segment.startingAt(1);
      folder.create(folder.file(first));
      segments = List.of(first);
    }
    folder.create(folder.checkpoints());
    long checkpointLength = cutTornLine(folder.checkpoints());
    Optional<Checkpoint> checkpoint = lastCheckpoint(checkpointLength);
    TrailFolder.Segment active = segments.getLast();
    ChainCheck check = behind(segments);
    if (active.first() != check.sequence() + 1) {
      throw damaged(active, 0, "expected record " + (check.sequence() + 1) + " to come next");
    }
    long length = cutTornLine(folder.file(active));
    follow(active, length, check, checkpoint);
    if (checkpoint.isPresent() && checkpoint.get().sequence() > check.sequence()) {
      throw new AuditTrailException(
          "%s ends at record %d, but a checkpoint covers record %d: records were removed"
              .formatted(folder.path(), check.sequence(), checkpoint.get().sequence()));
    }
    return new TrailState(
        segments, length, check.sequence(), check.head(), checkpointLength, checkpoint);
  }

  /** A check that stands behind the last record of the segment before the last one. */
  private ChainCheck behind(List<TrailFolder.Segment> segments) throws IOException {
    if (segments.size() == 1) {
      return new ChainCheck();
    }
    TrailFolder.Segment before = segments.get(segments.size() - 2);
    Path file = folder.file(before);
    try (BackwardLines lines = new BackwardLines(file, Files.size(file))) {
      byte[] line = lines.previous();
      if (line == null) {
        throw damaged(before, 0, "it holds no record");
      }
      return switch (RecordCodec.decode(line)) {
        case RecordCodec.Line.Sound(AuditRecord last) ->
            new ChainCheck(last.sequence(), last.digest());
        case RecordCodec.Line.Unsound unsound -> throw damaged(before, 0, unsound.reason());
      };
    }
  }

  private void follow(
      TrailFolder.Segment active, long length, ChainCheck check, Optional<Checkpoint> checkpoint)
      throws IOException {
    try (InputStream in = Files.newInputStream(folder.file(active))) {
      Lines lines = new Lines(in, length);
      long number = 0;
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        number++;
        Optional<String> broken = check.accept(line);
        if (broken.isPresent()) {
          throw damaged(active, number, broken.get());
        }
        if (checkpoint.isPresent()
            && checkpoint.get().sequence() == check.sequence()
            && !checkpoint.get().head().equals(check.head())) {
          throw damaged(active, number, "the checkpoint of this record names another digest");
        }
      }
    }
  }

  private Optional<Checkpoint> lastCheckpoint(long length) throws IOException {
    try (BackwardLines lines = new BackwardLines(folder.checkpoints(), length)) {
      byte[] line = lines.previous();
      if (line == null) {
        return Optional.empty();
      }
      Optional<Checkpoint> checkpoint = CheckpointCodec.decode(line);
      boolean forged =
          checkpoint.isPresent()
              && checkpoint.get().key().equals(key.id())
              && !key.verifies(checkpoint.get());
      if (checkpoint.isEmpty() || forged) {
        throw new AuditTrailException(folder.checkpoints() + ": the last checkpoint is damaged");
      }
      return checkpoint;
    }
  }

  /** Cuts what stands behind the last line break; returns the length of what is left. */
  private long cutTornLine(Path file) throws IOException {
    long size = Files.size(file);
    long complete;
    try (InputStream in = Files.newInputStream(file)) {
      Lines lines = new Lines(in, size);
      while (lines.next() != null) {
        // Only the length counts here.
      }
      complete = lines.completeBytes();
    }
    if (complete < size) {
      try (RawFile raw = opener.open(file)) {
        raw.truncate(complete);
        raw.sync();
      }
      recoveries.add(new FileAuditTrail.Recovery(file, size - complete));
    }
    return complete;
  }

  private AuditTrailException damaged(TrailFolder.Segment segment, long line, String reason) {
    return new AuditTrailException(
        "%s line %d is damaged: %s".formatted(folder.file(segment), line, reason));
  }
}
