package vn.lachan.reports;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An incident as the forms know it, with every Vietnamese letter that is hard to print. */
final class Samples {
  static final Instant T0 = Instant.parse("2026-11-20T01:14:22Z");

  static ReportContent incident() {
    Map<String, Object> incident = new LinkedHashMap<>();
    incident.put("id", "SC-2026-0042");
    incident.put("title", "Chèn nội dung cờ bạc vào cổng dịch vụ công");
    incident.put("categoryName", "Thay đổi giao diện, chèn nội dung trái phép");
    incident.put("severityName", "M2 – Nghiêm trọng");
    incident.put("detectedAt", T0);
    incident.put(
        "summary", "Phát hiện 37 đường dẫn lạ chứa từ khóa “nổ hũ”, “tài xỉu” trên máy chủ web.");
    incident.put("rootCause", "Lỗ hổng tải tệp lên ở chức năng đính kèm hồ sơ.");
    incident.put("impact", "Cổng dịch vụ công; không có dữ liệu cá nhân bị lộ.");
    incident.put("remedy", "Đã gỡ tệp, vá chức năng tải lên, đổi khóa quản trị.");
    incident.put("personalData", false);
    incident.put("alertCount", 12);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("incident", incident);
    values.put("issuer", Map.of("name", "CÔNG AN TỈNH"));
    values.put("addressee", "Cục An ninh mạng và PCTP sử dụng công nghệ cao, Bộ Công an");
    values.put("basis", "Nghị định 331/2026/NĐ-CP, Điều 31 khoản 2 điểm d");
    values.put("owner", Map.of("name", "UBND tỉnh Tuyên Quang"));
    values.put("operator", Map.of("name", "Trung tâm Phục vụ hành chính công tỉnh"));
    values.put("deadline", T0.plusSeconds(72 * 3600));
    values.put(
        "systems",
        List.of(Map.of("name", "Hệ thống thông tin giải quyết TTHC", "level", 3, "approval", "")));
    values.put(
        "timeline",
        Collections.nCopies(
            60,
            Map.of(
                "at", T0,
                "lane", "Ứng cứu",
                "text",
                    "Khoanh vùng máy chủ, giữ nguyên hiện trạng, sao chép nhật ký (ẩẫậổỗộửữựỹỵỷđĐ).")));
    return new ReportContent(values);
  }

  private Samples() {}
}
