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
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.events.Event;
import vn.lachan.registry.Registry;

/**
 * {@code lachan parse --dataset NAME FILE...}: raw lines to events, a JSON line each; {@code -} is
 * standard input. {@code lachan parse --score DIR} compares with expected events, format by format;
 * {@code lachan parse --check} runs the tests beside the dataset files.
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

  private final Function<Event, String> json;
  private final Supplier<Registry> registry;
  private final Clock clock;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param json writes an event as one line, {@code EventJson::toText}
   * @param registry what the events are enriched with
   */
  public ParseCommand(
      Function<Event, String> json,
      Supplier<Registry> registry,
      Clock clock,
      InputStream in,
      PrintStream out,
      PrintStream err) {
    this.json = json;
    this.registry = registry;
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
          "usage: lachan parse --dataset NAME [--key FILE] FILE...\n"
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
    return parse(words.files(), normalizer, pseudonymizer);
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

  private int parse(List<String> files, Normalizer normalizer, Pseudonymizer pseudonymizer)
      throws IOException {
    long lines = 0;
    long unparsed = 0;
    for (String file : files) {
      long number = 0;
      try (InputStream input = open(file)) {
        RawLines raw = new RawLines(input, LONGEST_LINE, LONGEST_LINE);
        RawLines.Line line = raw.next();
        while (line != null) {
          number++;
          if (line.bytes().length > 0) {
            Event event =
                normalizer.normalize(
                    new RawLog(
                        "parse",
                        clock.instant(),
                        file,
                        file + ":" + number,
                        pseudonymizer.replaceCitizenNumbers(line.bytes())));
            out.println(json.apply(event));
            lines++;
            if (event.text("event.kind").equals("pipeline_error")) {
              unparsed++;
              err.println(file + ":" + number + ": " + event.text("error.message"));
            }
          }
          line = raw.next();
        }
      }
    }
    out.flush();
    err.println(lines + " lines, " + unparsed + " not understood");
    return unparsed == 0 ? OK : UNPARSED;
  }

  private InputStream open(String file) throws IOException {
    return file.equals("-") ? in : new BufferedInputStream(Files.newInputStream(Path.of(file)));
  }
}
