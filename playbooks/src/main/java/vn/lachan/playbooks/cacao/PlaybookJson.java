package vn.lachan.playbooks.cacao;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON of a playbook so that writing it again loses nothing: members keep their order and
 * numbers all their digits. Two members of one name are refused, because programs differ in which
 * of them they see.
 */
final class PlaybookJson {
  private final CacaoLimits limits;
  private final JsonMapper mapper;

  /** What came of reading. */
  sealed interface Reading {
    record Good(JsonNode root) implements Reading {}

    record Bad(CacaoProblem problem) implements Reading {}
  }

  PlaybookJson(CacaoLimits limits) {
    this.limits = limits;
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth())
                    .maxNumberLength(400)
                    .maxNameLength(2_000)
                    .build())
            .build();
    this.mapper =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
  }

  Reading read(byte[] file) {
    if (file.length > limits.bytes()) {
      return tooLarge(file.length);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      return parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException _) {
      return bad(FindingCode.NOT_UTF8);
    }
  }

  Reading read(String text) {
    // At most three bytes of UTF-8 stand for one char; only near the limit they are counted.
    boolean near = text.length() > limits.bytes() / 3;
    int length = near ? text.getBytes(StandardCharsets.UTF_8).length : text.length();
    return length > limits.bytes() ? tooLarge(length) : parse(text);
  }

  private Reading tooLarge(int length) {
    return bad(FindingCode.TOO_LARGE, length, limits.bytes());
  }

  private Reading parse(String text) {
    try {
      JsonNode root = mapper.readTree(text);
      return root == null || root.isMissingNode()
          ? bad(FindingCode.NOT_JSON, 1, 1)
          : new Reading.Good(root);
    } catch (StreamConstraintsException _) {
      return bad(FindingCode.TOO_DEEP, limits.depth());
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      return bad(
          isDuplicate(e.getOriginalMessage()) ? FindingCode.DUPLICATE_KEY : FindingCode.NOT_JSON,
          Math.max(line, 1),
          Math.max(column, 1));
    }
  }

  private static boolean isDuplicate(@Nullable String message) {
    return message != null && message.startsWith("Duplicate Object property");
  }

  private static Reading bad(FindingCode code, Object... places) {
    return new Reading.Bad(CacaoProblem.of(code, "", places));
  }
}
