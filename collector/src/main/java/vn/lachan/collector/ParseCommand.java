package vn.lachan.collector;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.parser.Parsers;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.events.Event;
import vn.lachan.registry.Registry;

/**
 * {@code lachan parse --dataset NAME FILE...}: raw lines to events, a JSON line each; {@code -} is
 * standard input. {@code lachan parse --dataset NAME --score DIR} compares with expected events.
 *
 * <p>Pseudonyms are made under a key that is thrown away afterwards, unless {@code --key FILE} says
 * which to use. Ends with 0, with 1 when lines were not understood, with 2 on wrong usage.
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

  /** Words of the command line. */
  private static final class Words {
    private @Nullable String dataset;
    private @Nullable String score;
    private @Nullable String key;
    private final List<String> files = new ArrayList<>();

    static Optional<Words> parse(List<String> arguments) {
      Words words = new Words();
      for (int i = 0; i < arguments.size(); i++) {
        String word = arguments.get(i);
        boolean option = word.startsWith("--");
        if (option && i + 1 == arguments.size()) {
          return Optional.empty();
        }
        switch (word) {
          case "--dataset" -> words.dataset = arguments.get(++i);
          case "--score" -> words.score = arguments.get(++i);
          case "--key" -> words.key = arguments.get(++i);
          default -> {
            if (option) {
              return Optional.empty();
            }
            words.files.add(word);
          }
        }
      }
      boolean complete = words.dataset != null && (words.score != null || !words.files.isEmpty());
      return complete ? Optional.of(words) : Optional.empty();
    }
  }

  /** Runs with the words after {@code parse}; returns the exit code. */
  public int run(List<String> arguments) {
    Optional<Words> parsed = Words.parse(arguments);
    if (parsed.isEmpty()) {
      err.println(
          "usage: lachan parse --dataset NAME [--key FILE] FILE... | --score DIR\ndatasets: "
              + String.join(" ", Parsers.datasets())
              + " auto");
      return USAGE;
    }
    Words words = parsed.get();
    String dataset = String.valueOf(words.dataset);
    if (!dataset.equals(LogSource.AUTO) && Parsers.forDataset(dataset).isEmpty()) {
      err.println("no such dataset: " + dataset);
      return USAGE;
    }
    LogSource source = LogSource.of("parse", dataset, "");
    LogSources sources = new LogSources(List.of(source));
    Pseudonymizer pseudonymizer =
        new Pseudonymizer(
            words.key == null
                ? PseudonymKey.ephemeral()
                : PseudonymKey.openOrCreate(Path.of(words.key)));
    Normalizer normalizer =
        new Normalizer(sources, new SourceStatistics(sources, clock), registry, pseudonymizer);
    try {
      if (words.score != null) {
        return new ParseScore(normalizer, clock, out).run(Path.of(words.score)) ? OK : USAGE;
      }
      return parse(words.files, normalizer, pseudonymizer);
    } catch (IOException e) {
      err.println("cannot read: " + e.getMessage());
      return USAGE;
    }
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
