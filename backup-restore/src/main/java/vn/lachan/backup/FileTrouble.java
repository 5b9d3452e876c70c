package vn.lachan.backup;

import vn.lachan.backup.archive.FileProblem;

/**
 * One file that did not make it, or not whole.
 *
 * @param path from the root of the machine that was backed up
 * @param reason in Vietnamese, with the file system's own words
 */
public record FileTrouble(String path, String reason) {

  /** The same in words. */
  public static FileTrouble of(FileProblem problem) {
    String kind =
        switch (problem.kind()) {
          case UNREADABLE -> "không đọc được";
          case CHANGED_WHILE_READ -> "thay đổi trong khi đang đọc";
          case NOT_DUMPED -> "không lấy được bản dump, không có trong ảnh chụp";
          case MISSING -> "không có thư mục này";
          case UNMATCHED -> "mẫu này không khớp tệp nào trong các thư mục nguồn";
          case LOST -> "kho không trả lại được nội dung";
          case UNWRITABLE -> "không ghi được";
          case NO_ATTRIBUTES -> "không đọc được thuộc tính mở rộng";
          case ATTRIBUTES -> "không đặt được quyền, chủ hoặc thời gian";
          case UNPROTECTED -> "không gia hạn được khóa chống xóa";
          case SPECIAL -> "tệp đặc biệt, bỏ qua";
        };
    return new FileTrouble(problem.path(), kind + ": " + problem.detail());
  }
}
