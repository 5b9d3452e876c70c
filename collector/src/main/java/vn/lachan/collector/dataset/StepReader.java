package vn.lachan.collector.dataset;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import vn.lachan.collector.dataset.step.CefStep;
import vn.lachan.collector.dataset.step.Condition;
import vn.lachan.collector.dataset.step.CsvStep;
import vn.lachan.collector.dataset.step.DissectPattern;
import vn.lachan.collector.dataset.step.DissectStep;
import vn.lachan.collector.dataset.step.HeadedStep;
import vn.lachan.collector.dataset.step.JsonStep;
import vn.lachan.collector.dataset.step.KeyValueStep;
import vn.lachan.collector.dataset.step.Layout;
import vn.lachan.collector.dataset.step.LookupStep;
import vn.lachan.collector.dataset.step.RegexStep;
import vn.lachan.collector.dataset.step.SectionsStep;
import vn.lachan.collector.dataset.step.Source;
import vn.lachan.collector.dataset.step.Step;
import vn.lachan.collector.dataset.step.Steps;
import vn.lachan.collector.dataset.step.StructuredDataStep;
import vn.lachan.collector.dataset.step.XmlStep;

/**
 * Compiles the steps of one file. The steps that take a line apart need to know which of its keys
 * anybody asks for, so they are made last, when every name is known.
 */
final class StepReader {
  private static final Set<String> OPTIONS =
      Set.of(
          "when",
          "from",
          "into",
          "set",
          "then",
          "optional",
          "prefix",
          "labels",
          "fields",
          "pair",
          "equals",
          "loose",
          "escapes",
          "columns",
          "separator",
          "least",
          "formats",
          "zone",
          "default",
          "with",
          "by");

  private final Layout layout;
  private final SmallSteps small;
  private final List<Late> late = new ArrayList<>();

  StepReader(Layout layout, Set<String> absent) {
    this.layout = layout;
    this.small = new SmallSteps(layout, absent);
  }

  /** A step that is made when all names are known. */
  private static final class Late implements Step {
    private final java.util.function.Supplier<Step> made;
    private Step step = _ -> false;

    Late(java.util.function.Supplier<Step> made) {
      this.made = made;
    }

    void make() {
      step = made.get();
    }

    @Override
    public boolean run(vn.lachan.collector.dataset.step.Slots slots) {
      return step.run(slots);
    }
  }

  /** The steps of a whole file. */
  List<Step> steps(Node node) {
    List<Step> steps = list(node);
    late.forEach(Late::make);
    return steps;
  }

  private List<Step> list(Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      throw new DatasetSyntaxException(node, "steps", "a list of steps is expected here");
    }
    List<Step> steps = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      steps.add(step(YamlSection.of(item, "steps")));
    }
    return steps;
  }

  private Step step(YamlSection section) {
    return step(section, false);
  }

  /**
   * Compiles one step.
   *
   * @param decides whether its condition decides if a way of {@code first} is taken at all
   */
  private Step step(YamlSection section, boolean decides) {
    String verb = verb(section);
    Step step = byVerb(verb, section.require(verb), section);
    if (section.find("set").isPresent() && !verb.equals("set")) {
      step = Steps.then(step, small.set(section.require("set")));
    }
    if (section.find("then").isPresent()) {
      step = Steps.then(step, Steps.group(list(section.require("then"))));
    }
    if (section.flag("optional", false)) {
      step = Steps.optional(step);
    }
    if (section.find("when").isEmpty()) {
      return step;
    }
    Condition when = condition(section.require("when"));
    return decides && !verb.equals("fail") ? when.require(step) : when.guard(step);
  }

  private static String verb(YamlSection section) {
    String found = "";
    for (String key : section.keys()) {
      boolean verb = !OPTIONS.contains(key) || (key.equals("set") && section.keys().size() == 1);
      if (verb && !found.isEmpty()) {
        throw new DatasetSyntaxException(
            section.require(key), key, "a step does one thing; this one says " + found + " too");
      }
      found = verb ? key : found;
    }
    if (found.isEmpty() && section.find("set").isPresent()) {
      return "set";
    }
    if (found.isEmpty()) {
      throw new DatasetSyntaxException(section.node(), "steps", "says nothing to do");
    }
    return found;
  }

  private Step byVerb(String verb, Node node, YamlSection section) {
    return switch (verb) {
      case "dissect" -> dissect(node, section);
      case "kv" -> keyValue(node, section);
      case "json" -> late(() -> json(node, section));
      case "csv" -> csv(node, section);
      case "cef", "leef" -> late(() -> cef(node, section, verb.equals("leef")));
      case "structured" ->
          late(() -> new StructuredDataStep(YamlSection.text(node, verb), wanted(section)));
      case "headed" -> late(() -> new HeadedStep(source(node, verb), wanted(section)));
      case "xml" -> late(() -> new XmlStep(source(node, verb), wanted(section), labels(section)));
      case "regex" -> regex(node, section);
      case "sections" -> late(() -> sections(node, section));
      case "first" -> first(node);
      case "steps" -> Steps.group(list(node));
      case "switch" -> lookup(node, section, false);
      case "lookup" -> lookup(node, section, true);
      default -> small.read(verb, node, section);
    };
  }

  private Step late(java.util.function.Supplier<Step> made) {
    Late step = new Late(made);
    late.add(step);
    return step;
  }

  private Source source(Node node, String field) {
    String name = YamlSection.text(node, field);
    return name.equals("message") ? Source.MESSAGE : new Source(layout.number(name));
  }

  private Source from(YamlSection section) {
    return section.find("from").map(node -> source(node, "from")).orElse(Source.MESSAGE);
  }

  private static boolean labels(YamlSection section) {
    return section.flag("labels", true);
  }

  /** Every name the file uses, as a key of what is read, without the prefix of the step. */
  private Map<String, Integer> wanted(YamlSection section) {
    String prefix = section.text("prefix", "");
    Map<String, Integer> wanted = new HashMap<>();
    for (String name : layout.names()) {
      if (name.startsWith(prefix) && name.length() > prefix.length()) {
        wanted.put(name.substring(prefix.length()), layout.number(name));
      }
    }
    return wanted;
  }

  private Step json(Node node, YamlSection section) {
    return new JsonStep(
        source(node, "json"), wanted(section), labels(section), section.flag("fields", false));
  }

  private Step keyValue(Node node, YamlSection section) {
    KeyValueStep.Settings given = KeyValueStep.Settings.DEFAULT;
    String equals = section.text("equals", "=");
    if (equals.length() != 1) {
      throw new DatasetSyntaxException(section.require("equals"), "equals", "is one character");
    }
    KeyValueStep.Settings settings =
        new KeyValueStep.Settings(
            section.text("pair", given.pair()),
            equals.charAt(0),
            section.flag("loose", false),
            labels(section),
            section.flag("escapes", true));
    Source from = source(node, "kv");
    String prefix = section.text("prefix", "");
    return late(() -> new KeyValueStep(from, wanted(section), settings, prefix));
  }

  private Step cef(Node node, YamlSection section, boolean leef) {
    Map<String, Integer> labels = new HashMap<>();
    Map<String, Integer> keys = new HashMap<>();
    wanted(section)
        .forEach((name, slot) -> {
          if (name.startsWith("label.")) {
            labels.put(name.substring(6).toLowerCase(Locale.ROOT), slot);
          } else {
            keys.put(name, slot);
          }
        });
    return new CefStep(source(node, "cef"), leef, layout, keys, labels, labels(section));
  }

  private Step csv(Node node, YamlSection section) {
    List<String> names = section.texts("columns");
    int[] columns = new int[names.size()];
    for (int i = 0; i < columns.length; i++) {
      String name = names.get(i);
      columns[i] = name.isEmpty() || name.equals("-") ? -1 : layout.number(name);
    }
    String separator = section.text("separator", ",");
    if (separator.length() != 1) {
      throw new DatasetSyntaxException(
          section.require("separator"), "separator", "is one character");
    }
    int least = small.number(section, "least", Math.min(2, columns.length));
    return new CsvStep(source(node, "csv"), columns, separator.charAt(0), least);
  }

  private Step regex(Node node, YamlSection section) {
    String text = YamlSection.text(node, "regex");
    try {
      Pattern pattern = Pattern.compile(text);
      Map<String, Integer> groups = new HashMap<>();
      pattern.namedGroups().keySet().forEach(name -> groups.put(name, layout.number(name)));
      return new RegexStep(from(section), pattern, groups);
    } catch (PatternSyntaxException e) {
      throw new DatasetSyntaxException(node, "regex", "no expression: " + e.getMessage());
    }
  }

  private Step sections(Node node, YamlSection section) {
    Node by = section.require("by");
    try {
      Pattern pattern = Pattern.compile(YamlSection.text(by, "by"));
      if (pattern.groupCount() != 1) {
        throw new DatasetSyntaxException(by, "by", "has one group, the name of the section");
      }
      return new SectionsStep(source(node, "sections"), pattern, wanted(section));
    } catch (PatternSyntaxException e) {
      throw new DatasetSyntaxException(by, "by", "no expression: " + e.getMessage());
    }
  }

  private Step first(Node node) {
    List<Step> ways = new ArrayList<>();
    for (Node way : YamlSection.items(node)) {
      List<Step> steps = new ArrayList<>();
      for (Node item : YamlSection.items(way)) {
        steps.add(step(YamlSection.of(item, "first"), steps.isEmpty()));
      }
      ways.add(Steps.group(steps));
    }
    return Steps.first(ways);
  }

  /** A pattern, or a list of patterns, each alone or with what to set and do when it fits. */
  private Step dissect(Node node, YamlSection section) {
    List<DissectStep.Case> cases = new ArrayList<>();
    for (Node item : YamlSection.items(node)) {
      if (item instanceof MappingNode) {
        YamlSection one = YamlSection.of(item, "dissect");
        one.allow(Set.of("pattern", "set", "then"));
        List<Step> then = new ArrayList<>();
        one.find("set").ifPresent(set -> then.add(small.set(set)));
        one.find("then").ifPresent(more -> then.addAll(list(more)));
        cases.add(new DissectStep.Case(pattern(one.require("pattern")), then.toArray(Step[]::new)));
      } else {
        cases.add(new DissectStep.Case(pattern(item), new Step[0]));
      }
    }
    return new DissectStep(from(section), cases);
  }

  private DissectPattern pattern(Node node) {
    try {
      return DissectPattern.of(YamlSection.text(node, "dissect"), layout);
    } catch (IllegalArgumentException e) {
      throw new DatasetSyntaxException(node, "dissect", String.valueOf(e.getMessage()));
    }
  }

  /** Rows by value; {@code a|b} stands for both. A row sets values, or has steps. */
  private Step lookup(Node node, YamlSection section, boolean sets) {
    Map<String, Step> rows = new LinkedHashMap<>();
    YamlSection table = YamlSection.of(section.require("with"), "with");
    String into = section.text("into", "");
    table
        .entries()
        .forEach((key, row) -> {
          Step step = sets ? small.row(into, row) : Steps.group(list(row));
          for (String value : key.split("\\|", -1)) {
            rows.put(value.strip(), step);
          }
        });
    Step otherwise = _ -> true;
    if (section.find("default").isPresent()) {
      Node row = section.require("default");
      otherwise = sets ? small.row(into, row) : Steps.group(list(row));
    }
    return new LookupStep(layout.number(YamlSection.text(node, "lookup")), rows, otherwise);
  }

  private Condition condition(Node node) {
    List<Condition.Test> tests = new ArrayList<>();
    YamlSection.of(node, "when")
        .entries()
        .forEach((name, value) -> {
          Source source = name.equals("message") ? Source.MESSAGE : new Source(layout.number(name));
          if (value instanceof MappingNode) {
            YamlSection.of(value, name)
                .entries()
                .forEach((kind, words) ->
                    tests.add(new Condition.Test(source, kind(kind, words), words(words, kind))));
          } else {
            tests.add(new Condition.Test(source, Condition.Kind.ONE_OF, words(value, name)));
          }
        });
    return new Condition(tests);
  }

  private static Condition.Kind kind(String word, Node node) {
    boolean no = word.equals("exists") && YamlSection.text(node, word).equals("false");
    return switch (word) {
      case "exists" -> no ? Condition.Kind.MISSING : Condition.Kind.EXISTS;
      case "not" -> Condition.Kind.NONE_OF;
      case "starts" -> Condition.Kind.STARTS;
      case "ends" -> Condition.Kind.ENDS;
      case "contains" -> Condition.Kind.CONTAINS;
      default ->
          throw new DatasetSyntaxException(node, word, "is exists, not, starts, ends or contains");
    };
  }

  private static Set<String> words(Node node, String field) {
    Set<String> words = new HashSet<>();
    YamlSection.texts(node, field).forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
    return words;
  }
}
