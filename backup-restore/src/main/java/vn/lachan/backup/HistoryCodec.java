package vn.lachan.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.source.SourceRecord;

/**
 * Runs and manifests as lines of JSON.
 *
 * <p>A line is {@code {"run":{…}}}, {@code {"failedRun":{…}}} or, before the snapshot of a run is
 * stored, {@code {"expectedRun":{…}}}. Times are ISO-8601, durations milliseconds.
 */
final class HistoryCodec {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final ObjectWriter LINES = MAPPER.writer().withRootValueSeparator("\n");

  /** Bytes of a line of a manifest. */
  private static final int USUAL = 256;

  private static final byte[] PATH = "{\"path\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIZE = ",\"size\":".getBytes(StandardCharsets.US_ASCII);

  record Run(
      String planId,
      String startedAt,
      long millis,
      String snapshot,
      long files,
      long bytes,
      long addedBytes,
      String manifest,
      long troubleCount,
      List<FileTrouble> troubles) {}

  record FailedRun(String planId, String startedAt, long millis, String reason) {}

  /** One line; exactly one of the three is set. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(@Nullable Run run, @Nullable FailedRun failedRun, @Nullable Run expectedRun) {}

  record ManifestHead(
      String snapshot,
      String planId,
      String at,
      long files,
      long bytes,
      @Nullable List<SourceRecord> sources,
      @Nullable List<String> includes) {}

  record ManifestLine(String path, long size, String modified, String sha256, String linkTarget) {}

  private HistoryCodec() {}

  static byte[] encode(BackupOutcome outcome) {
    return switch (outcome) {
      case BackupOutcome.Completed c -> json(new Line(run(c), null, null));
      case BackupOutcome.Failed f ->
          json(
              new Line(
                  null,
                  new FailedRun(
                      f.planId(), f.startedAt().toString(), f.took().toMillis(), f.reason()),
                  null));
    };
  }

  static byte[] encodeExpected(BackupOutcome.Completed run) {
    return json(new Line(null, null, run(run)));
  }

  private static Run run(BackupOutcome.Completed c) {
    return new Run(
        c.planId(),
        c.startedAt().toString(),
        c.took().toMillis(),
        c.snapshot(),
        c.files(),
        c.bytes(),
        c.addedBytes(),
        c.manifest(),
        c.troubleCount(),
        c.troubles());
  }

  static byte[] json(Object document) {
    return MAPPER.writeValueAsBytes(document);
  }

  /** The head of a manifest and a line for each entry, written one after the other. */
  static byte[] encode(BackupManifest manifest) {
    ByteArrayOutputStream lines =
        new ByteArrayOutputStream(USUAL * (1 + manifest.entries().size()));
    ManifestHead head =
        new ManifestHead(
            manifest.snapshot(),
            manifest.planId(),
            manifest.at().toString(),
            manifest.entries().size(),
            manifest.bytes(),
            manifest.sources().isEmpty() ? null : manifest.sources(),
            manifest.includes().isEmpty() ? null : manifest.includes());
    try (JsonGenerator json = LINES.createGenerator(lines)) {
      json.writePOJO(head);
      manifest.entries().forEach(entry -> write(entry, json));
    }
    lines.write('\n');
    return lines.toByteArray();
  }

  private static void write(ManifestEntry entry, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("path", entry.path());
    json.writeNumberProperty("size", entry.size());
    json.writeStringProperty("modified", entry.modified().toString());
    json.writeStringProperty("sha256", entry.sha256());
    json.writeStringProperty("linkTarget", entry.linkTarget());
    json.writeEndObject();
  }

  static <T> Optional<T> read(String line, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(line, type));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** What stands in bytes {@code from} to {@code to}; empty when it is something else. */
  static <T> Optional<T> read(byte[] json, int from, int to, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(json, from, to - from, type));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the line of a manifest in bytes {@code from} to {@code to} surely says a size of at
   * most {@code size}; reading it whole takes twenty times as long. The quotation mark tells the
   * key from a path with such words.
   */
  static boolean isAtMost(byte[] lines, int from, int to, long size) {
    int at = startsWith(PATH, lines, from, to) ? from + PATH.length : to;
    while (at < to && !startsWith(SIZE, lines, at, to)) {
      at++;
    }
    long number = 0;
    int digits = 0;
    for (int i = at + SIZE.length; i < to && digits < 18; i++, digits++) {
      int digit = lines[i] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = 10 * number + digit;
    }
    return digits > 0 && digits < 18 && number <= size;
  }

  private static boolean startsWith(byte[] words, byte[] lines, int from, int to) {
    if (to - from < words.length) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (lines[from + i] != words[i]) {
        return false;
      }
    }
    return true;
  }

  /** A run that ended; empty when the line holds none. */
  static Optional<BackupOutcome> run(Line line) {
    if (line.run() != null) {
      return completed(line.run()).map(run -> run);
    }
    FailedRun f = line.failedRun();
    try {
      return f == null
          ? Optional.empty()
          : Optional.of(
              new BackupOutcome.Failed(
                  f.planId(),
                  Instant.parse(f.startedAt()),
                  Duration.ofMillis(f.millis()),
                  f.reason()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A run whose snapshot was about to be stored; empty when the line holds none. */
  static Optional<BackupOutcome.Completed> expected(Line line) {
    return completed(line.expectedRun());
  }

  private static Optional<BackupOutcome.Completed> completed(@Nullable Run r) {
    try {
      return r == null
          ? Optional.empty()
          : Optional.of(
              new BackupOutcome.Completed(
                  r.planId(),
                  Instant.parse(r.startedAt()),
                  Duration.ofMillis(r.millis()),
                  r.snapshot(),
                  r.files(),
                  r.bytes(),
                  r.addedBytes(),
                  r.manifest(),
                  r.troubleCount(),
                  r.troubles()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
