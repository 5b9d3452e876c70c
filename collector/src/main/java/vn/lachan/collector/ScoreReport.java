package vn.lachan.collector;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.collector.score.FormatScore;
import vn.lachan.collector.score.ParseScore;
import vn.lachan.events.Event;
import vn.lachan.registry.Registry;

/** Prints the score of every format of a corpus. */
final class ScoreReport {
  private final Datasets datasets;
  private final Supplier<Registry> registry;
  private final Clock clock;
  private final PrintStream out;
  private final Pseudonymizer pseudonymizer = new Pseudonymizer(PseudonymKey.ephemeral());
  private final Map<Way, Normalizer> normalizers = new HashMap<>();

  /** How the lines of a source are read. */
  private record Way(String dataset, ZoneId zone) {}

  ScoreReport(Datasets datasets, Supplier<Registry> registry, Clock clock, PrintStream out) {
    this.datasets = datasets;
    this.registry = registry;
    this.clock = clock;
    this.out = out;
  }

  /** Prints the score of {@code root}; false when it holds no pairs. */
  boolean run(Path root, ParseArguments words) throws IOException {
    ParseScore score =
        new ParseScore(this::normalize, clock.instant(), words.explain() ? out::println : _ -> {});
    FormatScore sum = new FormatScore("total", "", 0, 0, 0, 0, 0, 0, 0);
    if (!words.json()) {
      out.printf(
          Locale.ROOT,
          "%-22s %-24s %5s %8s %6s %6s %7s %8s %8s %7s %7s%n",
          "format",
          "dataset",
          "pairs",
          "expected",
          "right",
          "wrong",
          "missing",
          "not-ecs",
          "unparsed",
          "crashes",
          "share");
    }
    for (Path folder : ParseScore.formats(root)) {
      String name = folder.getFileName().toString();
      String dataset = words.dataset().or(() -> datasets.named(name)).orElse(LogSource.AUTO);
      FormatScore format = score.score(folder, dataset, words.part());
      if (format.pairs() > 0) {
        print(format, words.json());
        sum = sum.plus(format);
      }
    }
    if (sum.pairs() > 0) {
      print(sum, words.json());
    }
    out.flush();
    return sum.pairs() > 0;
  }

  private Event normalize(
      String dataset, ZoneId zone, byte[] line, Instant received, String position) {
    return normalizers
        .computeIfAbsent(new Way(dataset, zone), this::normalizer)
        .normalize(
            new RawLog("score", received, "", position, pseudonymizer.replaceCitizenNumbers(line)));
  }

  private Normalizer normalizer(Way way) {
    LogSource source = LogSource.of("score", way.dataset(), "").withZone(way.zone());
    LogSources sources = new LogSources(java.util.List.of(source));
    return new Normalizer(
        sources, new SourceStatistics(sources, clock), registry, pseudonymizer, datasets);
  }

  private void print(FormatScore score, boolean json) {
    out.printf(
        Locale.ROOT,
        json
            ? "{\"format\":\"%s\",\"dataset\":\"%s\",\"pairs\":%d,\"expected\":%d,\"right\":%d,"
                + "\"wrong\":%d,\"missing\":%d,\"notEcs\":%d,\"unparsed\":%d,\"crashes\":%d,"
                + "\"share\":%.4f}%n"
            : "%-22s %-24s %5d %8d %6d %6d %7d %8d %8d %7d %7.3f%n",
        score.format(),
        score.dataset(),
        score.pairs(),
        score.expected(),
        score.right(),
        score.wrong(),
        score.missing(),
        score.notEcs(),
        score.unparsed(),
        score.crashes(),
        score.share());
  }
}
