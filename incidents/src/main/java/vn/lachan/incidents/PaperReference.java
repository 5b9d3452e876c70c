package vn.lachan.incidents;

import java.util.regex.Pattern;

/**
 * Number, sign and date of a paper document, for example {@code 15/BC-PA05 ngày 12/11/2026}. The
 * form leaves no room for anything else, so that no content gets in with it.
 */
public record PaperReference(String text) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\d{1,6}/[0-9A-ZĐ]{1,12}([-/.][0-9A-ZĐ]{1,12}){0,4}( ngày \\d{1,2}/\\d{1,2}/\\d{4})?");

  public PaperReference {
    text = text.strip();
    if (!FORM.matcher(text).matches()) {
      throw new InvalidRequestException(
          "reference",
          "Chỉ ghi số, ký hiệu (và ngày) của văn bản giấy, ví dụ 15/BC-PA05 ngày 12/11/2026.");
    }
  }

  public static boolean isOne(String text) {
    return FORM.matcher(text.strip()).matches();
  }
}
