package vn.lachan.playbooks.signature;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The canonical form of JSON (RFC 8785, JCS): one text for all ways to write the same value. */
public final class CanonicalJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * The canonical form in UTF-8.
   *
   * @throws UncanonicalException when {@code json} has none: half a character, or a number beyond
   *     double precision
   */
  public static byte[] of(JsonNode json) {
    try {
      String text = new JsonCanonicalizer(MAPPER.writeValueAsString(json)).getEncodedString();
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] canonical = new byte[bytes.remaining()];
      bytes.get(canonical);
      return canonical;
    } catch (IOException | RuntimeException e) {
      throw new UncanonicalException(e);
    }
  }

  /** A copy without members and elements that are null or empty. */
  static JsonNode withoutEmpty(JsonNode json) {
    if (json.isObject()) {
      ObjectNode kept = MAPPER.createObjectNode();
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        JsonNode value = withoutEmpty(entry.getValue());
        if (!isEmpty(value)) {
          kept.set(entry.getKey(), value);
        }
      }
      return kept;
    }
    if (json.isArray()) {
      ArrayNode kept = MAPPER.createArrayNode();
      json.forEach(value -> {
        JsonNode inner = withoutEmpty(value);
        if (!isEmpty(inner)) {
          kept.add(inner);
        }
      });
      return kept;
    }
    return json;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || (value.isString() && value.stringValue().isEmpty())
        || (value.isContainer() && value.isEmpty());
  }

  private CanonicalJson() {}
}
