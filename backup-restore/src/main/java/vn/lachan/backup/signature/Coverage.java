package vn.lachan.backup.signature;

/** How much of the file a signature speaks for. */
public enum Coverage {
  /** All of it. */
  WHOLE_FILE("toàn bộ tệp"),
  /** A former revision; what was added is only signatures, time-stamps and their evidence. */
  ALLOWED_INCREMENT("bản trước, phần thêm chỉ có chữ ký và bằng chứng"),
  /** A former revision; what was added changes what a reader sees. */
  CHANGED_AFTERWARDS("bản trước, nội dung đã bị thay đổi sau khi ký"),
  /** Only a part. */
  PART("chỉ một phần"),
  /** It could not be found out. */
  UNKNOWN("không rõ");

  private final String vietnamese;

  Coverage(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  public String vietnamese() {
    return vietnamese;
  }
}
