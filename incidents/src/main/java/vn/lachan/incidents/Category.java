package vn.lachan.incidents;

/** What kind of incident it is: the 17 of domain.md 3.1. */
public enum Category {
  MD("Mã độc"),
  MH("Mã hóa dữ liệu tống tiền"),
  TC("Từ chối dịch vụ"),
  GM("Lừa đảo, giả mạo"),
  XN("Truy cập trái phép, chiếm quyền điều khiển"),
  GD("Thay đổi giao diện, chèn nội dung trái phép"),
  PH("Phá hoại dữ liệu, phần mềm"),
  NT("Nghe lén, gián điệp, lấy cắp dữ liệu"),
  LD("Lộ, lọt, mất dữ liệu (cá nhân)"),
  LQ("Lạm dụng quyền, vi phạm nội bộ"),
  TS("Toàn vẹn hồ sơ, chữ ký số"),
  CC("Chuỗi cung ứng, nhà cung cấp"),
  TH("Tấn công tổng hợp"),
  LH("Lỗi hệ thống, thiết bị, phần mềm, hạ tầng"),
  LV("Lỗi quản trị, vận hành"),
  TT("Thảm họa tự nhiên"),
  KH("Khác");

  private final String vietnamese;

  Category(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  public String vietnamese() {
    return vietnamese;
  }
}
