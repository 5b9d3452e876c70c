package vn.lachan.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One record as one line: the form that {@code docs/formats/audit-trail.md} describes.
 *
 * <p>A line is accepted only when it is byte for byte what this class would write, so that no
 * change of a single byte can hide behind another spelling of the same value.
 */
final class RecordCodec {
  static final long VERSION = 1;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RecordCodec() {}

  /** What a line holds. */
  sealed interface Line {

    /** The line is in canonical form and its digest is the digest of its content. */
    record Sound(AuditRecord record) implements Line {}

    /** The line is not; {@code reason} is for the auditor. */
    record Unsound(String reason) implements Line {}
  }

  /** Gives {@code entry} its place after the record with digest {@code previous}. */
  static AuditRecord link(long sequence, Instant at, AuditEntry entry, String previous) {
    AuditEntry written = wellFormed(entry);
    Instant micros = at.truncatedTo(ChronoUnit.MICROS);
    Map<String, Object> content = content(sequence, micros, written, previous);
    String digest = Digests.sha256(CanonicalJson.bytes(content));
    return new AuditRecord(sequence, micros, written, previous, digest);
  }

  /** The line of {@code record}, without its line break. */
  static byte[] encode(AuditRecord record) {
    Map<String, Object> content =
        content(record.sequence(), record.at(), record.entry(), record.previous());
    content.put("digest", record.digest());
    return CanonicalJson.bytes(content);
  }

  static Line decode(byte[] line) {
    try {
      AuditRecord record = read(JSON.readTree(line));
      AuditRecord again = link(record.sequence(), record.at(), record.entry(), record.previous());
      if (!again.digest().equals(record.digest())) {
        return new Line.Unsound("nội dung không khớp mã băm của chính bản ghi");
      }
      if (!Arrays.equals(encode(record), line)) {
        return new Line.Unsound("dòng không ở dạng chuẩn hóa (RFC 8785)");
      }
      return new Line.Sound(record);
    } catch (JacksonException | DateTimeParseException | IllegalArgumentException e) {
      return new Line.Unsound("dòng không phải là bản ghi nhật ký hợp lệ");
    }
  }

  private static AuditRecord read(JsonNode line) {
    if (number(line, "v") != VERSION) {
      throw new IllegalArgumentException("unknown version");
    }
    JsonNode who = line.path("actor");
    List<String> roles = new ArrayList<>();
    who.path("roles").forEach(role -> roles.add(text(role)));
    Map<String, String> detail = new HashMap<>();
    line.path("detail").forEachEntry((key, value) -> detail.put(key, text(value)));
    AuditEntry entry =
        new AuditEntry(
            new Actor(text(who.path("id")), text(who.path("unit")), roles),
            text(line.path("action")),
            text(line.path("subject")),
            text(line.path("organization")),
            detail);
    return new AuditRecord(
        number(line, "sequence"),
        Instant.from(TIME.parse(text(line.path("at")))),
        entry,
        text(line.path("previous")),
        text(line.path("digest")));
  }

  private static String text(JsonNode node) {
    if (!node.isString()) {
      throw new IllegalArgumentException("not a text");
    }
    return node.stringValue();
  }

  private static long number(JsonNode object, String field) {
    JsonNode node = object.path(field);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new IllegalArgumentException("not a whole number: " + field);
    }
    return node.longValue();
  }

  /** {@code at} in the one form used in trails: UTC with six digits after the second. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  private static Map<String, Object> content(
      long sequence, Instant at, AuditEntry entry, String previous) {
    Map<String, Object> content = new HashMap<>();
    content.put("v", VERSION);
    content.put("sequence", sequence);
    content.put("at", time(at));
    Actor actor = entry.actor();
    content.put("actor", Map.of("id", actor.id(), "unit", actor.unit(), "roles", actor.roles()));
    content.put("action", entry.action());
    content.put("subject", entry.subject());
    content.put("organization", entry.organization());
    content.put("detail", entry.detail());
    content.put("previous", previous);
    return content;
  }

  /** Halves of characters, which no UTF-8 file can hold, become question marks. */
  private static AuditEntry wellFormed(AuditEntry entry) {
    Actor actor = entry.actor();
    return new AuditEntry(
        new Actor(
            wellFormed(actor.id()),
            wellFormed(actor.unit()),
            actor.roles().stream().map(RecordCodec::wellFormed).toList()),
        wellFormed(entry.action()),
        wellFormed(entry.subject()),
        wellFormed(entry.organization()),
        entry.detail().entrySet().stream()
            .collect(
                Collectors.toMap(
                    e -> wellFormed(e.getKey()), e -> wellFormed(e.getValue()), (a, b) -> b)));
  }

  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
