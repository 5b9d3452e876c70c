package vn.lachan.detection.sigma;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Modifiers {@code base64} and {@code base64offset} (RFC 4648, section 4). */
final class Encodings {

  static Draft base64(Draft.Text text, Node node) {
    byte[] bytes = bytes(text, node);
    return text.replaced(TextPattern.literal(Base64.getEncoder().encodeToString(bytes)));
  }

  /**
   * The three texts of which one occurs in the encoding of anything that holds the value. The
   * characters that also depend on neighbouring bytes are cut off.
   */
  static List<Draft> base64Offsets(Draft.Text text, Node node) {
    byte[] bytes = bytes(text, node);
    List<Draft> result = new ArrayList<>(3);
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + bytes.length];
      System.arraycopy(bytes, 0, shifted, offset, bytes.length);
      String encoded = new String(Base64.getEncoder().encode(shifted), StandardCharsets.US_ASCII);
      int from = offset == 0 ? 0 : offset + 1;
      int rest = shifted.length % 3;
      int until = rest == 0 ? encoded.length() : encoded.length() - (4 - rest);
      if (from < until) {
        result.add(text.replaced(TextPattern.literal(encoded.substring(from, until))));
      }
    }
    return result;
  }

  private static byte[] bytes(Draft.Text text, Node node) {
    if (text.pattern().hasWildcards()) {
      throw new SigmaSyntaxException(
          node, "modifier base64: a value with wildcards has no encoding");
    }
    byte[] bytes = text.encoding().bytes(text.pattern().literalText());
    if (bytes.length == 0) {
      throw new SigmaSyntaxException(node, "modifier base64: an empty value has no encoding");
    }
    return bytes;
  }

  private Encodings() {}
}
