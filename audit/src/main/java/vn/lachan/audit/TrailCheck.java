package vn.lachan.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole trail: first {@link #checkpoints}, then every {@link #segment} in order, then
 * {@link #finish}.
 */
final class TrailCheck {
  private final int maxFindings;
  private final List<AuditVerifier.Finding> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<Long, List<Checkpoint>> bySequence = new HashMap<>();
  private final ChainCheck chain = new ChainCheck();
  private long records;
  private long checkpoints;
  private long covered;
  private long suppressed;

  /** Keeps at most {@code maxFindings}; the others are only counted. */
  TrailCheck(int maxFindings) {
    this.maxFindings = maxFindings;
  }

  /** Reads signed heads; {@code key} is null when nobody has it, which is itself a finding. */
  void checkpoints(InputStream in, @Nullable VerifyingKey key) throws IOException {
    Lines lines = new Lines(in, Long.MAX_VALUE);
    long number = 0;
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      number++;
      Optional<Checkpoint> read = CheckpointCodec.decode(line);
      if (read.isEmpty()) {
        add(TrailFolder.CHECKPOINTS, number, 0, "dòng không phải là điểm chốt hợp lệ");
        continue;
      }
      Checkpoint checkpoint = read.get();
      checkpoints++;
      covered = Math.max(covered, checkpoint.sequence());
      bySequence
          .computeIfAbsent(checkpoint.sequence(), sequence -> new ArrayList<>())
          .add(checkpoint);
      checkSignature(checkpoint, number, key);
    }
    if (lines.torn()) {
      add(TrailFolder.CHECKPOINTS, number + 1, 0, "dòng cuối thiếu dấu xuống dòng");
    }
  }

  private void checkSignature(Checkpoint checkpoint, long line, @Nullable VerifyingKey key) {
    if (key == null) {
      add(
          TrailFolder.CHECKPOINTS,
          line,
          checkpoint.sequence(),
          "không có khóa công khai để kiểm tra chữ ký");
    } else if (!checkpoint.key().equals(key.id())) {
      add(
          TrailFolder.CHECKPOINTS,
          line,
          checkpoint.sequence(),
          "điểm chốt ký bằng khóa khác: " + checkpoint.key() + ", mong đợi " + key.id());
    } else if (!key.verifies(checkpoint)) {
      add(TrailFolder.CHECKPOINTS, line, checkpoint.sequence(), "chữ ký của điểm chốt không đúng");
    }
  }

  void segment(TrailFolder.Segment segment, InputStream in) throws IOException {
    if (segment.first() != chain.sequence() + 1) {
      add(
          segment.name(),
          0,
          chain.sequence() + 1,
          "tên tệp không nối tiếp: mong đợi bản ghi " + (chain.sequence() + 1));
    }
    Lines lines = new Lines(in, Long.MAX_VALUE);
    long number = 0;
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      number++;
      records++;
      long expected = chain.sequence() + 1;
      Optional<String> broken = chain.accept(line);
      if (broken.isPresent()) {
        add(segment.name(), number, expected, broken.get());
      }
      for (Checkpoint checkpoint : bySequence.getOrDefault(chain.sequence(), List.of())) {
        if (!checkpoint.head().equals(chain.head())) {
          add(
              segment.name(),
              number,
              chain.sequence(),
              "mã băm khác với điểm chốt đã ký lúc " + RecordCodec.time(checkpoint.at()));
        }
      }
    }
    if (lines.torn()) {
      notes.add(segment.name() + ": dòng cuối dở dang (không có dấu xuống dòng), không được tính");
    }
  }

  void finish() {
    if (covered > chain.sequence()) {
      add(
          TrailFolder.CHECKPOINTS,
          0,
          chain.sequence() + 1,
          "nhật ký bị cắt đuôi: điểm chốt đã ký đến bản ghi %d, chỉ còn đến bản ghi %d"
              .formatted(covered, chain.sequence()));
    } else if (records > 0 && checkpoints == 0) {
      add(TrailFolder.CHECKPOINTS, 0, 0, "không có điểm chốt đã ký nào");
    } else if (covered < chain.sequence()) {
      notes.add("%d bản ghi cuối chưa có điểm chốt".formatted(chain.sequence() - covered));
    }
  }

  void add(String file, long line, long sequence, String reason) {
    if (findings.size() < maxFindings) {
      findings.add(new AuditVerifier.Finding(file, line, sequence, reason));
    } else {
      suppressed++;
    }
  }

  List<AuditVerifier.Finding> findings() {
    return findings;
  }

  List<String> notes() {
    return notes;
  }

  long suppressed() {
    return suppressed;
  }

  long records() {
    return records;
  }

  String head() {
    return chain.head();
  }

  long checkpoints() {
    return checkpoints;
  }

  long covered() {
    return covered;
  }
}
