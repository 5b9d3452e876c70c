package vn.lachan.incidents.queue;

import java.time.Instant;
import vn.lachan.incidents.InvalidRequestException;

/** What somebody does to rows of the queue. */
public sealed interface AlertAction {

  /** What was said about it; may be empty where no note is required. */
  String note();

  /** Makes it one's own; from whoever had it. */
  record Take(String note) implements AlertAction {}

  /** Gives it to {@code owner}. */
  record Assign(String owner, String note) implements AlertAction {
    public Assign {
      if (owner.isBlank()) {
        throw new InvalidRequestException("owner", "Chưa chọn người nhận cảnh báo.");
      }
    }
  }

  /** Decides it; false positives and known matters need a note. */
  record Close(Disposition disposition, String note) implements AlertAction {
    public Close {
      if (disposition.needsNote() && note.isBlank()) {
        throw new InvalidRequestException(
            "note", "Phải ghi lý do khi đóng với kết luận “" + disposition.vietnamese() + "”.");
      }
    }
  }

  /** Takes back a closing. */
  record Reopen(String note) implements AlertAction {}

  /** Says something about it; nothing else changes, and it may be said about a closed row too. */
  record Note(String note) implements AlertAction {
    public Note {
      if (note.isBlank()) {
        throw new InvalidRequestException("note", "Ghi chú không được để trống.");
      }
    }
  }

  /** Puts it off until {@code until}, with a reason. */
  record Snooze(Instant until, String note) implements AlertAction {
    public Snooze {
      if (note.isBlank()) {
        throw new InvalidRequestException("note", "Phải ghi lý do tạm hoãn.");
      }
    }
  }
}
