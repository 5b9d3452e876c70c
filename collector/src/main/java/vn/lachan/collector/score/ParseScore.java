package vn.lachan.collector.score;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.syslog.Timestamps;
import vn.lachan.events.Event;

/**
 * Scores formats. A folder with {@code .log} files is a format; its name says the dataset. A line
 * arrives, for the score, two hours after the time it is expected to have, because a time stamp
 * without year means the year it arrived in.
 */
public final class ParseScore {
  private static final Duration ON_ITS_WAY = Duration.ofHours(2);
  private static final Duration EXACT = Duration.ofMillis(1);

  private final Normalizing normalize;
  private final Instant now;
  private final Consumer<String> explain;
  private final ExpectedEvents events = new ExpectedEvents();

  /** Makes the event of a raw line. */
  public interface Normalizing {

    /**
     * The event of {@code line}.
     *
     * @param zone of the clock of the source
     * @param position names the line
     */
    Event event(String dataset, ZoneId zone, byte[] line, Instant received, String position);
  }

  /** Which files count, so that parsers can be judged by lines their writers did not look at. */
  public enum Part {
    ALL,
    /** A third, by the first character of the name, which is a digest in the corpora. */
    HELD_OUT,
    /** The other two thirds. */
    SEEN;

    boolean has(Path file) {
      int digit = Character.digit(file.getFileName().toString().charAt(0), 16);
      return switch (this) {
        case ALL -> true;
        case HELD_OUT -> digit % 3 == 0;
        case SEEN -> digit % 3 != 0;
      };
    }
  }

  /**
   * Made of its parts.
   *
   * @param normalize makes an event of a raw line
   * @param now when lines arrive that are expected to have no time
   * @param explain is told every field that is not right
   */
  public ParseScore(Normalizing normalize, Instant now, Consumer<String> explain) {
    this.normalize = normalize;
    this.now = now;
    this.explain = explain;
  }

  /** The folders below {@code root} that hold raw logs, by name; also itself. */
  public static List<Path> formats(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .map(Path::getParent)
          .distinct()
          .sorted()
          .toList();
    }
  }

  /** Scores the pairs of one folder, read as {@code dataset}. */
  public FormatScore score(Path folder, String dataset, Part part) throws IOException {
    List<Path> logs;
    try (Stream<Path> files = Files.list(folder)) {
      logs =
          files
              .filter(file -> file.toString().endsWith(".log") && part.has(file))
              .sorted()
              .toList();
    }
    String name = folder.getFileName().toString();
    FormatScore sum = new FormatScore(name, dataset, 0, 0, 0, 0, 0, 0, 0);
    for (Path log : logs) {
      for (ExpectedEvents.Pair pair : events.read(log)) {
        sum = sum.plus(compare(name, dataset, pair));
      }
    }
    return sum;
  }

  private FormatScore compare(String format, String dataset, ExpectedEvents.Pair pair) {
    Instant expected = moment(pair.fields().get("@timestamp"));
    Instant received = expected == null ? now : expected.plus(ON_ITS_WAY);
    Event event;
    try {
      event = normalize.event(dataset, pair.zone(), pair.line(), received, pair.name());
    } catch (RuntimeException e) {
      explain.accept(format + "/" + pair.name() + ": crash: " + e);
      int fields = pair.fields().size();
      return new FormatScore(format, dataset, 1, fields, 0, 0, 0, 0, 1);
    }
    int[] counts = new int[4];
    for (Map.Entry<String, Set<String>> field : pair.fields().entrySet()) {
      count(format + "/" + pair.name(), field.getKey(), field.getValue(), event, counts);
    }
    boolean unparsed = event.text("event.kind").equals("pipeline_error");
    if (unparsed) {
      explain.accept(
          format + "/" + pair.name() + ": not understood: " + event.text("error.message"));
    }
    return new FormatScore(
        format, dataset, 1, counts[0], counts[1], counts[2], counts[3], unparsed ? 1 : 0, 0);
  }

  private void count(String where, String field, Set<String> given, Event event, int[] counts) {
    Set<String> wanted = CoreFields.legal(field, given);
    counts[3] += given.size() - wanted.size();
    if (wanted.isEmpty()) {
      return;
    }
    counts[0]++;
    Set<String> found = found(field, event);
    if (same(field, wanted, found)) {
      counts[1]++;
      return;
    }
    counts[2] += found.isEmpty() ? 0 : 1;
    explain.accept(where + ": " + field + " expected " + wanted + ", found " + found);
  }

  private static Set<String> found(String field, Event event) {
    Set<String> found = new TreeSet<>();
    if (field.equals("@timestamp")) {
      boolean said = !event.timestamp().equals(event.ingested());
      return said ? Set.of(event.timestamp().toString()) : found;
    }
    Object value = event.get(field);
    List<Object> values = new ArrayList<>();
    if (value instanceof List<?> list) {
      values.addAll(list);
    } else if (value != null) {
      values.add(value);
    }
    values.forEach(item -> found.add(CoreFields.normal(field, item.toString())));
    return found;
  }

  private static boolean same(String field, Set<String> wanted, Set<String> found) {
    if (field.equals("@timestamp")) {
      Instant a = moment(wanted);
      Instant b = moment(found);
      return a != null && b != null && Duration.between(a, b).abs().compareTo(EXACT) <= 0;
    }
    boolean list = field.equals("event.category") || field.equals("event.type");
    return wanted.equals(found) || (list && found.containsAll(wanted));
  }

  private static @Nullable Instant moment(@Nullable Set<String> values) {
    return values == null || values.isEmpty()
        ? null
        : Timestamps.parse(values.iterator().next(), Instant.EPOCH, ZoneOffset.UTC);
  }
}
