package vn.lachan.incidents.delivery;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.notice.Notice;

/**
 * What a notice says outside the platform: what kind it is, code and severity of the incident,
 * which clock and until when, and where to look. Nothing that a person wrote is in it, so no
 * personal data.
 *
 * @param clock code and time of a reporting clock; null for none
 */
record NoticeText(
    Notice.Kind kind,
    @Nullable String incident,
    @Nullable Severity severity,
    @Nullable ClockText clock,
    String link,
    Instant at) {
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm 'ngày' dd/MM/yyyy").withZone(VIETNAM);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** A reporting clock: its code in the legal profile, and when it is due. */
  record ClockText(String id, Instant dueAt) {}

  static NoticeText of(
      Notice notice, Optional<Incident> incident, Optional<ReportingClock> clock, URI address) {
    return new NoticeText(
        notice.kind(),
        notice.incidentId(),
        incident.map(Incident::severity).orElse(null),
        clock.map(found -> new ClockText(found.id(), found.dueAt())).orElse(null),
        link(address, notice.link()),
        notice.at());
  }

  private static String link(URI address, String path) {
    String base = address.toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }

  String subject() {
    StringBuilder text = new StringBuilder("[Lá Chắn] ");
    if (incident != null) {
      text.append(incident).append(": ");
    }
    text.append(what());
    if (clock != null) {
      text.append(" ").append(clock.id());
    }
    if (severity != null) {
      text.append(" (mức ").append(severity).append(")");
    }
    return text.toString();
  }

  String body() {
    StringBuilder text = new StringBuilder();
    text.append(what()).append(".\n\n");
    if (incident != null) {
      text.append("Sự cố: ").append(incident).append('\n');
    }
    if (severity != null) {
      text.append("Mức: ").append(severity).append(" - ").append(severity.vietnamese());
      text.append('\n');
    }
    if (clock != null) {
      text.append("Thời hạn: ").append(clock.id()).append(", đến ");
      text.append(TIME.format(clock.dueAt())).append('\n');
    }
    text.append("Lúc: ").append(TIME.format(at)).append('\n');
    text.append("\nXem tại: ").append(link).append('\n');
    text.append("\nThư tự động, không trả lời. Nội dung chi tiết chỉ xem trên hệ thống.\n");
    return text.toString();
  }

  /** The body of a webhook (docs/formats/notice-webhook.md). */
  String json(String id) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("version", 1);
    members.put("id", id);
    members.put("kind", kind.name());
    members.put("incident", incident);
    members.put("severity", severity == null ? null : severity.name());
    members.put("clock", clock == null ? null : clock.id());
    members.put("dueAt", clock == null ? null : clock.dueAt().toString());
    members.put("link", link);
    members.put("at", at.toString());
    return MAPPER.writeValueAsString(members);
  }

  private String what() {
    return switch (kind) {
      case ORDER -> "Có lệnh điều phối hoặc yêu cầu hỗ trợ";
      case ORDER_LATE -> "Lệnh điều phối chậm";
      case HANDOVER -> "Có đề nghị chuyển giao sự cố";
      case CLOCK_DUE_SOON -> "Thời hạn báo cáo sắp đến";
      case CLOCK_OVERDUE -> "Thời hạn báo cáo đã quá";
      case APPROVAL -> "Có việc chờ phê duyệt";
      case PLATFORM -> "Có thông báo về nền tảng";
    };
  }
}
