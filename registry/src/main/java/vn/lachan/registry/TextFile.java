package vn.lachan.registry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A file as text: UTF-8 only, with or without a byte order mark, any line break. */
final class TextFile {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private TextFile() {}

  /** The text with line feeds only; nothing, and a problem, when the bytes are not UTF-8. */
  static Optional<String> decode(String file, byte[] bytes, Problems problems) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    // A new decoder reports malformed input instead of replacing it.
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      problems.add(file, line, "không phải UTF-8 hợp lệ; hãy lưu lại tệp với bảng mã UTF-8");
      return Optional.empty();
    }
    String text = out.flip().toString().replace("\r\n", "\n").replace('\r', '\n');
    return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }
}
