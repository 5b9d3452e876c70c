package vn.lachan.collector.dataset;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import vn.lachan.collector.dataset.step.Layout;
import vn.lachan.collector.dataset.step.Step;
import vn.lachan.collector.parser.ParseResult;
import vn.lachan.collector.parser.Parser;
import vn.lachan.collector.parser.Parsers;

/** Reads the file of a dataset and compiles its steps. */
final class DatasetReader {
  private static final Set<String> KEYS =
      Set.of(
          "dataset", "title", "vendor", "product", "aliases", "match", "header", "absent", "parser",
          "steps");
  private static final Set<String> MATCH_KEYS = Set.of("program", "contains", "starts");
  private static final Set<String> ABSENT = Set.of("-", "");

  private DatasetReader() {}

  /** What became of a file. */
  sealed interface Reading {
    /** It is a dataset. */
    record Read(Dataset dataset) implements Reading {}

    /** It was refused. */
    record Refused(DatasetProblem problem) implements Reading {}
  }

  /** Reads {@code text}; never throws because of what it holds. */
  static Reading read(String file, String text) {
    try {
      return new Reading.Read(dataset(file, parse(text)));
    } catch (DatasetSyntaxException e) {
      return new Reading.Refused(e.problem(file));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      return new Reading.Refused(new DatasetProblem(file, line, "", "no YAML: " + e.getProblem()));
    } catch (org.yaml.snakeyaml.error.YAMLException e) {
      return new Reading.Refused(new DatasetProblem(file, 0, "", "no YAML: " + e.getMessage()));
    }
  }

  static Node parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(50);
    options.setAllowDuplicateKeys(false);
    @Nullable Node node = new Yaml(options).compose(new StringReader(text));
    if (node == null) {
      throw new org.yaml.snakeyaml.error.YAMLException("the file is empty");
    }
    return node;
  }

  private static Dataset dataset(String file, Node node) {
    YamlSection section = YamlSection.of(node, "");
    section.allow(KEYS);
    String name = YamlSection.text(section.require("dataset"), "dataset");
    if (!name.matches("[a-z0-9][a-z0-9._]{0,63}")) {
      throw new DatasetSyntaxException(
          section.require("dataset"), "dataset", "is lower-case letters, digits, dots and _");
    }
    List<Signature> signatures = signatures(section);
    boolean declared = section.find("parser").isEmpty();
    Parser parser = declared ? steps(section, signatures) : named(section);
    return new Dataset(
        name,
        section.text("title", name),
        section.texts("aliases"),
        signatures,
        parser,
        file,
        declared);
  }

  private static Parser named(YamlSection section) {
    Node node = section.require("parser");
    Optional<Parser> parser = Parsers.forDataset(YamlSection.text(node, "parser"));
    if (section.find("steps").isPresent()) {
      throw new DatasetSyntaxException(node, "parser", "a file has a parser or steps, not both");
    }
    Parser found =
        parser.orElseThrow(() ->
            new DatasetSyntaxException(
                node, "parser", "is one of " + String.join(", ", Parsers.datasets())));
    String vendor = section.text("vendor", "");
    String product = section.text("product", "");
    return line -> {
      ParseResult result = found.parse(line);
      result.draft().putIfAbsent("observer.vendor", vendor);
      result.draft().putIfAbsent("observer.product", product);
      return result;
    };
  }

  private static Parser steps(YamlSection section, List<Signature> signatures) {
    Layout layout = new Layout();
    Set<String> absent =
        section.find("absent").isPresent() ? Set.copyOf(section.texts("absent")) : ABSENT;
    StepReader reader = new StepReader(layout, absent);
    List<Step> steps = reader.steps(section.require("steps"));
    return new DeclaredParser(
        header(section),
        section.text("vendor", ""),
        section.text("product", ""),
        signatures,
        steps,
        layout);
  }

  private static DeclaredParser.Header header(YamlSection section) {
    String text = section.text("header", "auto");
    return switch (text) {
      case "auto", "strict", "none" -> DeclaredParser.Header.valueOf(text.toUpperCase(Locale.ROOT));
      default ->
          throw new DatasetSyntaxException(
              section.require("header"), "header", "is auto, strict or none");
    };
  }

  private static List<Signature> signatures(YamlSection section) {
    List<Signature> signatures = new ArrayList<>();
    Optional<Node> match = section.find("match");
    if (match.isEmpty()) {
      return signatures;
    }
    for (Node item : YamlSection.items(match.get())) {
      YamlSection way = YamlSection.of(item, "match");
      way.allow(MATCH_KEYS);
      Signature signature =
          new Signature(way.texts("program"), way.texts("contains"), way.texts("starts"));
      boolean anything =
          signature.programs().isEmpty()
              && signature.contains().stream().allMatch(String::isEmpty)
              && signature.starts().isEmpty();
      if (anything) {
        throw new DatasetSyntaxException(item, "match", "would fit every line");
      }
      signatures.add(signature);
    }
    return signatures;
  }
}
