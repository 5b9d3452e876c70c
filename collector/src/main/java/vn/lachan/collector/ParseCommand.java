package vn.lachan.collector;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import vn.lachan.collector.dataset.DatasetCheck;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.collector.parser.FileHead;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.events.Event;
import vn.lachan.registry.Registry;

/**
 * {@code lachan parse --dataset NAME FILE...}: raw lines to events, a JSON line each; {@code -} is
 * standard input. {@code --begins} and {@code --ends} join lines of files to records, as {@code
 * multiline} of a source does. {@code lachan parse --score DIR} compares with expected events,
 * format by format; {@code lachan parse --check} runs the tests beside the dataset files.
 *
 * <p>Pseudonyms are made under a key that is thrown away afterwards, unless {@code --key FILE} says
 * which to use. Ends with 0, with 1 when lines were not understood or tests failed, with 2 on wrong
 * usage.
 */
public final class ParseCommand {
  private static final int OK = 0;
  private static final int UNPARSED = 1;
  private static final int USAGE = 2;
  private static final int LONGEST_LINE = 16 << 20;
  private static final String STANDARD_INPUT = "-";

  /** Reads files whose records have several lines. */
  public interface Records {
    /**
     * Hands the records of {@code file} to {@code use}, in their order.
     *
     * @param begins expression of what begins a record; empty for none
     * @param ends expression of what ends a record; empty for none
     * @throws IllegalArgumentException when an expression is not valid, with what is wrong
     */
    void read(Path file, String begins, String ends, Use use) throws IOException;

    /** What is done with a record. */
    interface Use {
      /**
       * Takes the next record.
       *
       * @param line number of its first line, from 1
       * @param content its lines joined by line feeds; empty for an empty line
       */
      void take(long line, byte[] content);
    }
  }

  private final Function<Event, String> json;
  private final Supplier<Registry> registry;
  private final Records records;
  private final Clock clock;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param json writes an event as one line, {@code EventJson::toText}
   * @param registry what the events are enriched with
   * @param records reads files whose records have several lines
   */
  public ParseCommand(
      Function<Event, String> json,
      Supplier<Registry> registry,
      Records records,
      Clock clock,
      InputStream in,
      PrintStream out,
      PrintStream err) {
    this.json = json;
    Registry read = registry.get();
    this.registry = () -> read; // one for all lines: to read it takes longer than a line
    this.records = records;
    this.clock = clock;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs with the words after {@code parse}; returns the exit code. */
  public int run(List<String> arguments) {
    Optional<ParseArguments> parsed = ParseArguments.of(arguments);
    if (parsed.isEmpty()) {
      err.println(
          "usage: lachan parse --dataset NAME [--key FILE] [--begins EXPRESSION]"
              + " [--ends EXPRESSION] FILE...\n"
              + "       lachan parse --score DIR [--dataset NAME] [--json] [--explain]"
              + " [--held-out only|without]\n"
              + "       lachan parse --check\n"
              + "       each with [--datasets FOLDER]: dataset files of your own\n"
              + "datasets: "
              + String.join(" ", Datasets.shipped().names())
              + " auto");
      return USAGE;
    }
    ParseArguments words = parsed.get();
    Datasets datasets =
        words.folder().isEmpty()
            ? Datasets.shipped()
            : Datasets.with(Path.of(words.folder().get()));
    datasets.problems().forEach(problem -> err.println(problem));
    String dataset = words.dataset().orElse(LogSource.AUTO);
    if (!dataset.equals(LogSource.AUTO) && datasets.parser(dataset).isEmpty()) {
      err.println("no such dataset: " + dataset);
      return USAGE;
    }
    try {
      return run(words, dataset, datasets);
    } catch (IOException e) {
      err.println("cannot read: " + e.getMessage());
      return USAGE;
    }
  }

  private int run(ParseArguments words, String dataset, Datasets datasets) throws IOException {
    if (words.check()) {
      return check(words, datasets);
    }
    if (words.score().isPresent()) {
      ScoreReport report = new ScoreReport(datasets, registry, clock, out);
      return report.run(Path.of(words.score().get()), words) ? OK : USAGE;
    }
    LogSources sources = new LogSources(List.of(LogSource.of("parse", dataset, "")));
    Pseudonymizer pseudonymizer =
        new Pseudonymizer(
            words.key().isEmpty()
                ? PseudonymKey.ephemeral()
                : PseudonymKey.openOrCreate(Path.of(words.key().get())));
    Normalizer normalizer =
        new Normalizer(
            sources, new SourceStatistics(sources, clock), registry, pseudonymizer, datasets);
    return parse(words, new Reading(normalizer, pseudonymizer));
  }

  private int check(ParseArguments words, Datasets datasets) throws IOException {
    DatasetCheck check = new DatasetCheck(clock.instant());
    DatasetCheck.Result result =
        words.folder().isEmpty() ? check.shipped() : check.folder(Path.of(words.folder().get()));
    result.failures().forEach(out::println);
    out.println(
        result.datasets()
            + " datasets, "
            + result.tests()
            + " tests, "
            + result.failures().size()
            + " failures");
    return result.failures().isEmpty() && datasets.problems().isEmpty() ? OK : UNPARSED;
  }

  private int parse(ParseArguments words, Reading reading) throws IOException {
    if (words.joins() && words.files().contains(STANDARD_INPUT)) {
      err.println("records of several lines are read from files, not from standard input");
      return USAGE;
    }
    try {
      for (String file : words.files()) {
        if (words.joins()) {
          records.read(
              Path.of(file),
              words.begins(),
              words.ends(),
              (line, content) -> reading.take(file, line, content));
        } else {
          lines(file, reading);
        }
      }
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return USAGE;
    }
    out.flush();
    err.println(reading.records + " lines, " + reading.unparsed + " not understood");
    return reading.unparsed == 0 ? OK : UNPARSED;
  }

  private void lines(String file, Reading reading) throws IOException {
    try (InputStream input = open(file)) {
      RawLines raw = new RawLines(input, LONGEST_LINE, LONGEST_LINE);
      RawLines.Line line = raw.next();
      FileHead head = line != null && FileHead.begins(line.bytes()) ? new FileHead() : null;
      for (long number = 1; line != null; number++) {
        reading.take(file, number, head == null ? line.bytes() : head.carry(line.bytes()));
        line = raw.next();
      }
    }
  }

  /** Turns records to events and prints them. */
  private final class Reading {
    private final Normalizer normalizer;
    private final Pseudonymizer pseudonymizer;
    private long records;
    private long unparsed;

    Reading(Normalizer normalizer, Pseudonymizer pseudonymizer) {
      this.normalizer = normalizer;
      this.pseudonymizer = pseudonymizer;
    }

    void take(String file, long line, byte[] content) {
      if (content.length == 0) {
        return;
      }
      Event event =
          normalizer.normalize(
              new RawLog(
                  "parse",
                  clock.instant(),
                  file,
                  file + ":" + line,
                  pseudonymizer.replaceCitizenNumbers(content)));
      out.println(json.apply(event));
      records++;
      if (event.text("event.kind").equals("pipeline_error")) {
        unparsed++;
        err.println(file + ":" + line + ": " + event.text("error.message"));
      }
    }
  }

  private InputStream open(String file) throws IOException {
    return file.equals(STANDARD_INPUT)
        ? in
        : new BufferedInputStream(Files.newInputStream(Path.of(file)));
  }
}
