package vn.lachan.audit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a trail as it was at one moment. */
record TrailReader(TrailFolder folder, TrailState state) {

  List<AuditRecord> read(AuditFilter filter) {
    List<AuditRecord> found = new ArrayList<>();
    for (TrailFolder.Segment segment : state.segments().reversed()) {
      if (found.size() == filter.limit()) {
        break;
      }
      if (segment.first() < filter.before()) {
        read(segment, filter, found);
      }
    }
    return List.copyOf(found);
  }

  private void read(TrailFolder.Segment segment, AuditFilter filter, List<AuditRecord> found) {
    Path file = folder.file(segment);
    try (BackwardLines lines = new BackwardLines(file, length(segment))) {
      if (filter.before() <= state.sequence()) {
        lines.moveBefore(filter.before());
      }
      for (byte[] line = lines.previous();
          line != null && found.size() < filter.limit();
          line = lines.previous()) {
        switch (RecordCodec.decode(line)) {
          case RecordCodec.Line.Sound(AuditRecord record) -> {
            if (filter.accepts(record)) {
              found.add(record);
            }
          }
          case RecordCodec.Line.Unsound unsound ->
              throw new AuditTrailException(file + " is damaged: " + unsound.reason());
        }
      }
    } catch (IOException e) {
      throw new AuditTrailException("cannot read " + file, e);
    }
  }

  Verification verify(VerifyingKey key) {
    TrailCheck check = new TrailCheck(1);
    try {
      try (InputStream in = checkpoints()) {
        check.checkpoints(in, key);
      }
      for (TrailFolder.Segment segment : state.segments()) {
        try (InputStream in = open(segment)) {
          check.segment(segment, in);
        }
      }
    } catch (IOException e) {
      throw new AuditTrailException("cannot read the audit trail in " + folder.path(), e);
    }
    check.finish();
    return check.findings().stream()
        .findFirst()
        .<Verification>map(
            finding -> new Verification.BrokenAt(finding.sequence(), finding.toString()))
        .orElseGet(() -> new Verification.Intact(check.records(), check.head()));
  }

  /** The records of {@code segment} that are durable. */
  InputStream open(TrailFolder.Segment segment) throws IOException {
    return bounded(folder.file(segment), length(segment));
  }

  InputStream checkpoints() throws IOException {
    return bounded(folder.checkpoints(), state.checkpointLength());
  }

  private long length(TrailFolder.Segment segment) throws IOException {
    return segment.equals(state.segments().getLast())
        ? state.activeLength()
        : Files.size(folder.file(segment));
  }

  private static InputStream bounded(Path file, long limit) throws IOException {
    return new FilterInputStream(Files.newInputStream(file)) {
      private long left = limit;

      @Override
      public int read() throws IOException {
        if (left <= 0) {
          return -1;
        }
        left--;
        return in.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left <= 0) {
          return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
      }
    };
  }
}
