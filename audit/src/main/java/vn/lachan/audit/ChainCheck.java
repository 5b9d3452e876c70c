package vn.lachan.audit;

import java.util.Optional;

/**
 * Follows a trail line by line and says where it breaks.
 *
 * <p>After a break it goes on from what the line claims, so that one change is reported once and
 * not for every record behind it. Not safe for use by several threads.
 */
final class ChainCheck {
  private long sequence;
  private String head;
  private boolean linkKnown = true;

  /** Starts before the first record. */
  ChainCheck() {
    this(0, Digests.ZERO);
  }

  /** Starts behind the record {@code sequence} with digest {@code head}. */
  ChainCheck(long sequence, String head) {
    this.sequence = sequence;
    this.head = head;
  }

  /** Takes the next line; returns what is wrong with it. */
  Optional<String> accept(byte[] line) {
    return switch (RecordCodec.decode(line)) {
      case RecordCodec.Line.Unsound unsound -> {
        sequence++;
        linkKnown = false;
        yield Optional.of(unsound.reason());
      }
      case RecordCodec.Line.Sound(AuditRecord record) -> follow(record);
    };
  }

  private Optional<String> follow(AuditRecord record) {
    long expected = sequence + 1;
    String before = head;
    boolean known = linkKnown;
    sequence = record.sequence();
    head = record.digest();
    linkKnown = true;
    if (record.sequence() > expected) {
      return Optional.of("thiếu bản ghi từ " + expected + " đến " + (record.sequence() - 1));
    }
    if (record.sequence() < expected) {
      return Optional.of("số thứ tự lùi: mong đợi " + expected + ", gặp " + record.sequence());
    }
    if (known && !record.previous().equals(before)) {
      return Optional.of("không nối với bản ghi liền trước (mã băm liền trước không khớp)");
    }
    return Optional.empty();
  }

  /** Number of the record taken last; 0 before the first. */
  long sequence() {
    return sequence;
  }

  /** Digest of the record taken last; zeros before the first. */
  String head() {
    return head;
  }
}
