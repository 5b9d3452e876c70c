package vn.lachan.detection;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import vn.lachan.events.Event;

/**
 * Runs the tests that stand beside rules: for {@code x.yml} the cases in {@code x.test.yml}. Each
 * case sends its events through a detector of its own and counts the alerts of the last document of
 * the rule file.
 */
public final class RuleTests {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final Pattern EVERY = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final int MAX_EVENTS = 100_000;

  private final List<Path> paths;
  private final RuleSet rules;

  private RuleTests(List<Path> paths, RuleSet rules) {
    this.paths = List.copyOf(paths);
    this.rules = rules;
  }

  /**
   * What a case showed.
   *
   * @param problem why the case could not be run, else empty
   */
  public record CaseResult(
      Path file, String rule, String name, int expected, int alerts, String problem) {
    /** Whether the rule raised as many alerts as expected. */
    public boolean holds() {
      return problem.isEmpty() && expected == alerts;
    }
  }

  /**
   * What all cases showed.
   *
   * @param gaps what is missing: a rule without tests, without a case that fires, without a near
   *     miss
   * @param rejected rules that are not run
   */
  public record Report(List<CaseResult> cases, List<String> gaps, List<RejectedRule> rejected) {
    public Report {
      cases = List.copyOf(cases);
      gaps = List.copyOf(gaps);
      rejected = List.copyOf(rejected);
    }

    /** Whether every case holds and nothing is missing or refused. */
    public boolean passed() {
      return gaps.isEmpty() && rejected.isEmpty() && cases.stream().allMatch(CaseResult::holds);
    }
  }

  /** Runs the tests of all rule files under {@code paths}. */
  public static Report run(List<Path> paths) {
    return new RuleTests(paths, RuleSet.load(paths)).run();
  }

  /**
   * Runs the tests of one rule.
   *
   * @param rules among which it runs; its documents have the name of {@code rule} as their file
   */
  public static Report run(RuleText rule, RuleSet rules) {
    List<CaseResult> cases = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    List<RejectedRule> rejected =
        rules.rejected().stream().filter(own -> own.file().equals(rule.name())).toList();
    RuleTests tests = new RuleTests(List.of(), rules);
    Optional<RuleInfo> last = tests.lastRule(rule.name());
    if (last.isPresent()) {
      tests.run(Path.of(RuleFiles.testsOf(rule.name())), rule.tests(), last.get(), cases, gaps);
    }
    return new Report(cases, gaps, rejected);
  }

  private Report run() {
    List<CaseResult> cases = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    for (Path path : paths) {
      try {
        for (Path file : RuleFiles.ruleFiles(path)) {
          run(file, cases, gaps);
        }
      } catch (IOException e) {
        gaps.add(path + ": cannot be read: " + e.getMessage());
      }
    }
    return new Report(cases, gaps, rules.rejected());
  }

  private void run(Path file, List<CaseResult> cases, List<String> gaps) throws IOException {
    Optional<RuleInfo> rule = lastRule(file.toString());
    if (rule.isEmpty()) {
      return;
    }
    Path tests = testsOf(file);
    if (!Files.exists(tests)) {
      gaps.add(file + ": has no " + tests.getFileName());
      return;
    }
    run(tests, Files.readString(tests), rule.get(), cases, gaps);
  }

  private void run(
      Path tests, String text, RuleInfo rule, List<CaseResult> cases, List<String> gaps) {
    List<CaseResult> results = cases(tests, text, rule);
    cases.addAll(results);
    if (results.stream().noneMatch(result -> result.expected() > 0)) {
      gaps.add(tests + ": has no case in which the rule fires");
    }
    if (results.stream().noneMatch(result -> result.expected() == 0)) {
      gaps.add(tests + ": has no near miss");
    }
  }

  static Path testsOf(Path file) {
    return file.resolveSibling(RuleFiles.testsOf(file.getFileName().toString()));
  }

  private Optional<RuleInfo> lastRule(String file) {
    return rules.rules().stream()
        .filter(info -> info.file().equals(file))
        .max(Comparator.comparingInt(RuleInfo::line));
  }

  private List<CaseResult> cases(Path tests, String text, RuleInfo rule) {
    List<CaseResult> results = new ArrayList<>();
    try {
      Object document = yaml().load(new StringReader(text));
      if (document instanceof Map<?, ?> map && map.get("cases") instanceof List<?> list) {
        for (Object item : list) {
          results.add(
              item instanceof Map<?, ?> test ? run(tests, rule, test) : broken(tests, rule));
        }
      } else {
        results.add(new CaseResult(tests, rule.id(), "", -1, 0, "has no list 'cases'"));
      }
    } catch (YAMLException e) {
      results.add(new CaseResult(tests, rule.id(), "", -1, 0, "not YAML: " + e.getMessage()));
    }
    return results;
  }

  private static CaseResult broken(Path tests, RuleInfo rule) {
    return new CaseResult(tests, rule.id(), "", -1, 0, "a case must be a map");
  }

  /** YAML in which a time stays the text that it is. */
  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    return new Yaml(
        new SafeConstructor(options),
        new Representer(new DumperOptions()),
        new DumperOptions(),
        options,
        new Resolver() {
          @Override
          public void addImplicitResolver(
              Tag tag, Pattern regexp, @Nullable String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
              super.addImplicitResolver(tag, regexp, first, limit);
            }
          }
        });
  }

  private CaseResult run(Path tests, RuleInfo rule, Map<?, ?> test) {
    String name = String.valueOf(test.get("name"));
    if (!(test.get("expect") instanceof Integer expected)
        || !(test.get("events") instanceof List<?> events)) {
      return new CaseResult(
          tests, rule.id(), name, -1, 0, "a case needs a number 'expect' and a list 'events'");
    }
    try {
      Detector detector = new Detector(rules, Clock.fixed(Instant.EPOCH, ZONE), Limits.DEFAULT);
      int alerts = 0;
      for (Event event : expanded(events)) {
        for (Alert alert : detector.evaluate(event)) {
          alerts += alert.ruleId().equals(rule.id()) ? 1 : 0;
        }
      }
      return new CaseResult(tests, rule.id(), name, expected, alerts, "");
    } catch (IllegalArgumentException | DateTimeException e) {
      return new CaseResult(tests, rule.id(), name, expected, 0, String.valueOf(e.getMessage()));
    }
  }

  private static List<Event> expanded(List<?> events) {
    List<Event> result = new ArrayList<>();
    Instant arrived = Instant.MIN;
    for (int number = 0; number < events.size(); number++) {
      if (!(events.get(number) instanceof Map<?, ?> fields)) {
        throw new IllegalArgumentException("event " + (number + 1) + " must be a map");
      }
      Object repeat = fields.get("$repeat");
      int times = repeat instanceof Integer count ? count : 1;
      Duration every = duration(fields.get("$every"));
      for (int i = 1; i <= times; i++) {
        Event event = event(number, i, fields, every.multipliedBy(i - 1L), arrived);
        arrived = event.ingested();
        result.add(event);
        if (result.size() > MAX_EVENTS) {
          throw new IllegalArgumentException("a case has at most " + MAX_EVENTS + " events");
        }
      }
    }
    return result;
  }

  private static Duration duration(@Nullable Object every) {
    if (every == null) {
      return Duration.ofSeconds(1);
    }
    Matcher matcher = EVERY.matcher(every.toString());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "$every '" + every + "' is not a number with ms, s, m, h, d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Event event(int number, int i, Map<?, ?> fields, Duration later, Instant before) {
    Object time = fields.get("@timestamp");
    if (time == null) {
      throw new IllegalArgumentException("event " + (number + 1) + " has no @timestamp");
    }
    Instant at = OffsetDateTime.parse(time.toString()).toInstant().plus(later);
    Object given = fields.get("event.id");
    String id = given == null ? "event-" + number + "-" + i : filled(given.toString(), i);
    Event.Builder event = Event.builder(id, at, at.isAfter(before) ? at : before);
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      String name = String.valueOf(field.getKey());
      if (!name.startsWith("$") && !name.equals("@timestamp") && !name.equals("event.id")) {
        event.set(name, value(field.getValue(), i));
      }
    }
    return event.build();
  }

  private static @Nullable Object value(@Nullable Object value, int i) {
    return switch (value) {
      case null -> null;
      case String text -> filled(text, i);
      case List<?> list ->
          list.stream().map(item -> item instanceof String text ? filled(text, i) : item).toList();
      default -> value;
    };
  }

  private static String filled(String text, int i) {
    return text.replace("{i}", String.valueOf(i));
  }
}
