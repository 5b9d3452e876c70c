package vn.lachan.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
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

  private static final String SIZE = ",\"size\":";

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

  static <T> Optional<T> read(String line, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(line, type));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the line of a manifest surely says a size of at most {@code size}; reading it whole
   * takes twenty times as long. The quotation mark tells the key from a path with such words.
   */
  static boolean isAtMost(String line, long size) {
    int at = line.indexOf(SIZE);
    if (at < 0 || !line.startsWith("{\"path\":")) {
      return false;
    }
    long number = 0;
    int digits = 0;
    for (int i = at + SIZE.length(); i < line.length() && digits < 18; i++, digits++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = 10 * number + digit;
    }
    return digits > 0 && digits < 18 && number <= size;
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
