package vn.lachan.collector;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.collector.parser.EventDraft;
import vn.lachan.collector.parser.LogLine;
import vn.lachan.collector.privacy.Pseudonymizer;

/**
 * A line that came within a record of another system. In one of OpenTelemetry it is read as the
 * dataset the record names in {@code data_stream.dataset} or {@code event.dataset} or, without such
 * an attribute, as that of its log source; in one of systemd's journal as what it is by its
 * program, as if it had come by syslog. What only the record says (host, service, trace) is added.
 */
final class Carried {
  /** Reads the record itself. */
  static final String DATASET = "otlp.logs";

  private static final String JOURNAL = "linux.systemd";

  private static final byte[] BEGIN = "{\"otlp\":{".getBytes(StandardCharsets.UTF_8);

  /** What a record says of itself, not of the line in it. */
  private static final Set<String> OF_THE_RECORD =
      Set.of("message", "event.kind", "event.severity", "log.level");

  /** Datasets of sources whose records are no lines of something else. */
  private static final Set<String> OF_NO_LINE = Set.of(LogSource.AUTO, DATASET, "json");

  /** The account a program runs under is not whom its line is about. */
  private static final Set<String> OF_THE_PROGRAM =
      Set.of("event.action", "event.outcome", "event.reason", "user.id");

  private static final int SEVERITIES = 8;
  private static final int FACILITIES = 24;
  private static final int USER_FACILITY = 1;

  private Carried() {}

  /** Whether this is a record of OpenTelemetry. */
  static boolean isOne(byte[] bytes) {
    return bytes.length > BEGIN.length
        && Arrays.equals(bytes, 0, BEGIN.length, BEGIN, 0, BEGIN.length);
  }

  /** Whether a line of {@code dataset} is a record of the journal, not a line of syslog. */
  static boolean isJournal(String dataset, byte[] bytes) {
    return dataset.equals(JOURNAL) && bytes.length > 0 && bytes[0] == '{';
  }

  /** What {@code record} of the journal would be as a line of syslog. */
  static Optional<LogLine> syslog(EventDraft record, LogLine whole, Pseudonymizer pseudonymizer) {
    String program = record.text("process.name");
    String text = record.text("message");
    String process = record.has("process.pid") ? "[" + record.text("process.pid") + "]" : "";
    return program.isEmpty() || text.isBlank()
        ? Optional.empty()
        : Optional.of(
            new LogLine(
                (priority(record) + program + process + ": " + text)
                    .getBytes(StandardCharsets.UTF_8),
                whole.received(),
                whole.zone(),
                pseudonymizer));
  }

  /** {@code <86>}; empty when the record does not say how grave it is. */
  private static String priority(EventDraft record) {
    if (!(record.get("log.syslog.severity.code") instanceof Long severity)
        || severity < 0
        || severity >= SEVERITIES) {
      return "";
    }
    boolean kernel = record.text("process.name").equals("kernel");
    long facility =
        record.get("log.syslog.facility.code") instanceof Long code
                && code >= 0
                && code < FACILITIES
            ? code
            : kernel ? 0 : USER_FACILITY;
    return "<" + (facility * SEVERITIES + severity) + ">";
  }

  /** The dataset of a line of the journal; empty when its record says all there is. */
  static Optional<String> ofJournal(LogLine line, Datasets known) {
    String dataset = known.datasetOf(line);
    boolean says =
        dataset.equals(JOURNAL) || OF_NO_LINE.contains(dataset) || dataset.equals("syslog");
    return says ? Optional.empty() : Optional.of(dataset);
  }

  /** Adds to {@code line} what only {@code record} of the journal says. */
  static void completeOfJournal(EventDraft line, EventDraft record) {
    OF_THE_PROGRAM.forEach(record::remove);
    complete(line, record);
  }

  /** The line that {@code record} carries. */
  static Optional<LogLine> line(EventDraft record, LogLine whole, Pseudonymizer pseudonymizer) {
    String text = record.text("message");
    return text.isBlank()
        ? Optional.empty()
        : Optional.of(
            new LogLine(
                text.getBytes(StandardCharsets.UTF_8),
                whole.received(),
                whole.zone(),
                pseudonymizer));
  }

  /** The dataset to read the line as; empty when the record is all there is. */
  static Optional<String> dataset(EventDraft record, LogSource source, Datasets known) {
    String named = record.text("data_stream.dataset");
    if (!named.isEmpty()) {
      return known.parser(named).isPresent() && !named.equals(DATASET)
          ? Optional.of(named)
          : Optional.empty();
    }
    return OF_NO_LINE.contains(source.dataset()) ? Optional.empty() : Optional.of(source.dataset());
  }

  /** Adds to {@code line} what only {@code record} says. */
  static void complete(EventDraft line, EventDraft record) {
    if (line.timestamp() == null) {
      line.timestamp(record.timestamp());
    }
    for (Map.Entry<String, Object> field : record.fields().entrySet()) {
      if (!OF_THE_RECORD.contains(field.getKey())) {
        line.putIfAbsent(field.getKey(), field.getValue());
      }
    }
    line.tags().remove("no_timestamp");
  }
}
