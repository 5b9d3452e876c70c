package vn.lachan.app.schedule;

import java.time.Clock;
import java.time.LocalDate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.security.Role;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverStats;
import vn.lachan.incidents.notice.NewNotice;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.notice.Notices;

/**
 * Tells administrators, once a day, of raw logs that wait too long to be read, and of those that
 * were deleted for their age before they were read. Not as events: these would wait behind what
 * they tell of.
 */
@Component
class JournalWatch {
  private final HandOver handOver;
  private final Notices notices;
  private final Clock clock;
  private long told;

  JournalWatch(HandOver handOver, Notices notices, Clock clock) {
    this.handOver = handOver;
    this.notices = notices;
    this.clock = clock;
  }

  @Scheduled(initialDelay = 20_000, fixedDelay = 60_000)
  synchronized void watch() {
    HandOverStats stats = handOver.standing();
    if (stats.stale()) {
      tell(
          "stale:",
          "Nhật ký đệm: bản ghi cũ nhất đã chờ xử lý %d giờ; kho sự kiện hoặc phát hiện đang dừng"
              .formatted(stats.oldestUnread().toHours()));
    }
    if (stats.expired() > told) {
      tell(
          "expired-" + stats.expired() + ":",
          "Nhật ký đệm: %d bản ghi quá thời hạn giữ đã bị xóa khi chưa được xử lý"
              .formatted(stats.expired()));
      told = stats.expired();
    }
  }

  private void tell(String what, String text) {
    notices.tell(
        new NewNotice(
            "journal:" + what + LocalDate.now(clock),
            Notice.Kind.PLATFORM,
            Notice.Recipient.role(Role.QUAN_TRI.name(), ""),
            text,
            "/sources",
            null));
  }
}
