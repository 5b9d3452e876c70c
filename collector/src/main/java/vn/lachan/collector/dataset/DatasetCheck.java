package vn.lachan.collector.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import vn.lachan.collector.parser.EventDraft;
import vn.lachan.collector.parser.LogLine;
import vn.lachan.collector.parser.ParseResult;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;

/**
 * Runs the tests that stand beside the files of datasets. A test is a raw {@code line}, the {@code
 * fields} expected of it and those that must be {@code absent}; {@code received} and {@code zone}
 * say when and where it arrived.
 */
public final class DatasetCheck {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

  private final Instant now;
  private final Pseudonymizer pseudonymizer = new Pseudonymizer(PseudonymKey.ephemeral());

  /**
   * What was found.
   *
   * @param datasets files read
   * @param tests tests run
   * @param failures what is not as it should be, with file and line
   */
  public record Result(int datasets, int tests, List<DatasetProblem> failures) {
    public Result {
      failures = List.copyOf(failures);
    }
  }

  /**
   * Made of its parts.
   *
   * @param now when lines arrive whose test does not say
   */
  public DatasetCheck(Instant now) {
    this.now = now;
  }

  /** The datasets that come with the program. */
  public Result shipped() {
    return run(DatasetFiles.shipped());
  }

  /** The datasets of a folder. */
  public Result folder(Path folder) throws IOException {
    return run(DatasetFiles.in(folder));
  }

  private Result run(List<DatasetFiles.File> files) {
    List<DatasetProblem> failures = new ArrayList<>();
    int tests = 0;
    List<Dataset> datasets = new ArrayList<>();
    for (DatasetFiles.File file : files) {
      switch (DatasetReader.read(file.name(), file.text())) {
        case DatasetReader.Reading.Read(Dataset dataset) -> datasets.add(dataset);
        case DatasetReader.Reading.Refused(DatasetProblem problem) -> failures.add(problem);
      }
    }
    SignatureIndex index = new SignatureIndex(datasets);
    for (Dataset dataset : datasets) {
      DatasetFiles.File file =
          files.stream().filter(f -> f.name().equals(dataset.file())).findFirst().orElseThrow();
      tests += test(dataset, file, index, failures);
    }
    return new Result(datasets.size(), tests, failures);
  }

  private int test(
      Dataset dataset,
      DatasetFiles.File file,
      SignatureIndex index,
      List<DatasetProblem> failures) {
    String name = file.name().substring(0, file.name().length() - 4) + ".test.yml";
    if (file.tests().isEmpty()) {
      failures.add(new DatasetProblem(name, 0, "", "there are no tests beside this dataset"));
      return 0;
    }
    try {
      List<Node> tests = YamlSection.items(DatasetReader.parse(file.tests()));
      for (Node test : tests) {
        test(dataset, YamlSection.of(test, "test"), index, name, failures);
      }
      return tests.size();
    } catch (DatasetSyntaxException e) {
      failures.add(e.problem(name));
    } catch (YAMLException e) {
      failures.add(new DatasetProblem(name, 0, "", "no YAML: " + e.getMessage()));
    }
    return 0;
  }

  private void test(
      Dataset dataset,
      YamlSection test,
      SignatureIndex index,
      String name,
      List<DatasetProblem> failures) {
    test.allow(Set.of("line", "fields", "absent", "received", "zone", "unparsed", "auto"));
    Node lineNode = test.require("line");
    byte[] bytes =
        pseudonymizer.replaceCitizenNumbers(
            YamlSection.text(lineNode, "line").getBytes(StandardCharsets.UTF_8));
    Instant received =
        test.find("received")
            .map(at -> Instant.parse(YamlSection.text(at, "received")))
            .orElse(now);
    ZoneId zone = test.find("zone").map(at -> ZoneId.of(YamlSection.text(at, "zone"))).orElse(ZONE);
    int at = lineNode.getStartMark().getLine() + 1;
    LogLine line = new LogLine(bytes, received, zone, pseudonymizer);
    if (test.flag("auto", false)) {
      String found = index.find(line).map(Dataset::name).orElse("none");
      if (!found.equals(dataset.name())) {
        failures.add(new DatasetProblem(name, at, "match", "is taken for " + found));
      }
    }
    ParseResult result = dataset.parser().parse(line);
    boolean understood = result instanceof ParseResult.Parsed;
    if (understood == test.flag("unparsed", false)) {
      String reason = result instanceof ParseResult.Unparsed(_, String why) ? ": " + why : "";
      failures.add(
          new DatasetProblem(
              name, at, "unparsed", understood ? "is understood" : "is not understood" + reason));
    }
    compare(test, result.draft(), name, failures);
  }

  private static void compare(
      YamlSection test, EventDraft draft, String name, List<DatasetProblem> failures) {
    test.find("fields")
        .ifPresent(node -> {
          for (Map.Entry<String, Node> field :
              YamlSection.of(node, "fields").entries().entrySet()) {
            Set<String> wanted = new TreeSet<>(YamlSection.texts(field.getValue(), field.getKey()));
            Set<String> found = values(draft, field.getKey());
            if (!wanted.equals(found)) {
              failures.add(
                  new DatasetSyntaxException(
                          field.getValue(),
                          field.getKey(),
                          "expected " + wanted + ", found " + found)
                      .problem(name));
            }
          }
        });
    for (String field : test.texts("absent")) {
      if (draft.has(field)) {
        failures.add(
            new DatasetSyntaxException(test.require("absent"), field, "is " + values(draft, field))
                .problem(name));
      }
    }
  }

  private static Set<String> values(EventDraft draft, String field) {
    Set<String> values = new TreeSet<>();
    Object value =
        field.equals("@timestamp") ? String.valueOf(draft.timestamp()) : draft.get(field);
    if (value instanceof List<?> list) {
      list.forEach(item -> values.add(String.valueOf(item)));
    } else if (value != null) {
      values.add(value.toString());
    }
    return values;
  }
}
