package vn.lachan.incidents;

import vn.lachan.detection.Level;

/** How bad an incident is, worst first (domain.md 3.2). In doubt, choose the worse one. */
public enum Severity {
  M1(
      "Đặc biệt nghiêm trọng",
      "Dấu hiệu xâm phạm an ninh quốc gia, trật tự an toàn xã hội; tình huống nguy hiểm về an ninh"
          + " mạng; một cửa hoặc nền tảng chia sẻ ngừng trên 4 giờ làm việc toàn tỉnh; lộ dữ liệu"
          + " nhạy cảm của từ 10.000 hoặc dữ liệu cơ bản của từ 100.000 chủ thể; không thể khôi phục"),
  M2(
      "Nghiêm trọng",
      "Chiếm quyền quản trị; mã hóa tống tiền trên máy chủ bất kỳ; webshell đã chạy; xác nhận lộ dữ"
          + " liệu công dân; kết quả đã ký bị sửa; ngừng 1-4 giờ hoặc từ 12 xã; tấn công từ 3 đơn vị"
          + " trở lên cùng lúc"),
  M3(
      "Trung bình",
      "Xâm nhập đã khoanh vùng, mã độc đơn lẻ, dùng chung tài khoản, một xã ngừng hoạt động"),
  M4("Thấp/sự kiện", "Bị chặn tự động, không ảnh hưởng");

  private final String vietnamese;
  private final String criteria;

  Severity(String vietnamese, String criteria) {
    this.vietnamese = vietnamese;
    this.criteria = criteria;
  }

  public String vietnamese() {
    return vietnamese;
  }

  /** When this severity applies, in Vietnamese; any one of them is enough. */
  public String criteria() {
    return criteria;
  }

  /** What to propose for an incident made from an alert of {@code level}. */
  public static Severity proposedFor(Level level) {
    return switch (level) {
      case CRITICAL -> M2;
      case HIGH -> M3;
      case MEDIUM, LOW, INFORMATIONAL -> M4;
    };
  }
}
