package vn.lachan.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One checkpoint as one line, and the bytes its signature is over. */
final class CheckpointCodec {
  /** Keeps the signature from being taken for one over something else. */
  private static final String PURPOSE = "lachan-audit-checkpoint-v1\n";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CheckpointCodec() {}

  static byte[] signedBytes(long sequence, String head, Instant at, String key) {
    byte[] purpose = PURPOSE.getBytes(StandardCharsets.UTF_8);
    byte[] content = CanonicalJson.bytes(content(sequence, head, at, key));
    byte[] all = Arrays.copyOf(purpose, purpose.length + content.length);
    System.arraycopy(content, 0, all, purpose.length, content.length);
    return all;
  }

  static byte[] encode(Checkpoint checkpoint) {
    Map<String, Object> content =
        content(checkpoint.sequence(), checkpoint.head(), checkpoint.at(), checkpoint.key());
    content.put("signature", checkpoint.signature());
    return CanonicalJson.bytes(content);
  }

  /** The checkpoint in {@code line}, or nothing when the line is not exactly one. */
  static Optional<Checkpoint> decode(byte[] line) {
    try {
      JsonNode node = JSON.readTree(line);
      Checkpoint checkpoint =
          new Checkpoint(
              node.path("sequence").asLong(0),
              node.path("head").asString(""),
              Instant.parse(node.path("at").asString("")),
              node.path("key").asString(""),
              node.path("signature").asString(""));
      return Arrays.equals(encode(checkpoint), line) ? Optional.of(checkpoint) : Optional.empty();
    } catch (JacksonException | DateTimeParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> content(long sequence, String head, Instant at, String key) {
    Map<String, Object> content = new HashMap<>();
    content.put("v", RecordCodec.VERSION);
    content.put("sequence", sequence);
    content.put("head", head);
    content.put("at", RecordCodec.time(at));
    content.put("key", key);
    return content;
  }
}
