package vn.lachan.backup.signature;

import java.util.Locale;

/** Why a signature is not simply valid. The names are stable: programs may compare them. */
public enum ReasonCode {
  CONTENT_CHANGED("nội dung không khớp mã băm đã ký"),
  SIGNATURE_WRONG("giá trị chữ ký sai"),
  CERTIFICATE_MISMATCH("chứng thư không phải chứng thư đã ghi trong chữ ký"),
  NO_SIGNING_CERTIFICATE("không có chứng thư người ký"),
  MALFORMED("cấu trúc chữ ký hỏng"),
  BYTE_RANGE_WRONG("phạm vi ký (ByteRange) không hợp lệ"),
  CHANGED_AFTER_SIGNING("nội dung bị thêm hoặc sửa sau khi ký"),
  REMOVED_FROM_FORM("chữ ký đã bị gỡ khỏi biểu mẫu của tài liệu"),
  ROOT_NOT_COVERED("chữ ký không phủ phần tử gốc của tài liệu"),
  EXTERNAL_REFERENCE("chữ ký tham chiếu ra ngoài tài liệu"),
  TRANSFORM_NOT_ALLOWED("phép biến đổi không được phép"),
  DUPLICATE_ID("định danh trùng lặp trong tài liệu"),
  DOCTYPE_NOT_ALLOWED("tài liệu XML có DTD"),
  OUTSIDE_VALIDITY("ký ngoài thời hạn của chứng thư"),
  REVOKED("chứng thư đã bị thu hồi trước khi ký"),
  KEY_USAGE("chứng thư không được dùng để ký"),
  NO_TRUSTED_CHAIN("không có chuỗi chứng thư tới gốc tin cậy"),
  EXPIRED_WITHOUT_PROOF("chứng thư đã hết hạn và không có dấu thời gian chứng minh lúc ký"),
  REVOKED_WITHOUT_PROOF(
      "chứng thư đã bị thu hồi và không có dấu thời gian chứng minh đã ký trước đó"),
  SIGNED_IN_FUTURE("thời điểm ký ở tương lai"),
  REVOCATION_MISSING("không kèm bằng chứng thu hồi"),
  TIMESTAMP_WRONG("dấu thời gian không hợp lệ"),
  WEAK_DIGEST("thuật toán băm yếu"),
  WEAK_KEY("khóa yếu"),
  UNSUPPORTED("kiểu chữ ký không được hỗ trợ"),
  CONTENT_MISSING("không có tệp được ký"),
  LIMIT_EXCEEDED("vượt giới hạn kiểm tra"),
  UNREADABLE("không đọc được tệp");

  private final String vietnamese;

  ReasonCode(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  /** How it is written in JSON, {@code content-changed}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String vietnamese() {
    return vietnamese;
  }
}
