package vn.lachan.detection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Shows that the language is run as the specification says: one file for each feature, with events
 * that must fit, events that must not, and rules that must be refused. The format of the files is
 * in {@code docs/formats/sigma.md}, section 8.
 */
public final class Conformance {
  private static final String BUILT_IN = "conformance";

  /**
   * One feature of the language.
   *
   * @param name of the file, without its ending
   * @param specification where the feature is described
   * @param cases how many were run
   * @param failures what did not come out as it should, one line each
   */
  public record Feature(String name, String specification, int cases, List<String> failures) {
    public Feature {
      failures = List.copyOf(failures);
    }

    /** Whether there are cases and all came out as they should. */
    public boolean passed() {
      return cases > 0 && failures.isEmpty();
    }
  }

  /** All features, by name. */
  public record Report(List<Feature> features) {
    public Report {
      features = List.copyOf(features);
    }

    /** Whether there are features and all pass. */
    public boolean passed() {
      return !features.isEmpty() && features.stream().allMatch(Feature::passed);
    }
  }

  /** Runs the suite that comes with the program. */
  public static Report builtIn() {
    List<Feature> features = new ArrayList<>();
    for (RuleFiles.RuleFile file :
        RuleFiles.builtIn(Conformance.class.getClassLoader(), BUILT_IN)) {
      features.add(feature(file.name(), file.text(), file.problem()));
    }
    return new Report(features);
  }

  /** Runs the files and the files in the folders {@code paths}. */
  public static Report run(List<Path> paths) {
    List<Feature> features = new ArrayList<>();
    for (Path path : paths) {
      try {
        for (Path file : RuleFiles.ruleFiles(path)) {
          features.add(feature(file.toString(), Files.readString(file), ""));
        }
      } catch (IOException e) {
        features.add(feature(path.toString(), "", "cannot be read: " + e.getMessage()));
      }
    }
    return new Report(features);
  }

  private static Feature feature(String file, String text, String problem) {
    String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    String name = last.contains(".") ? last.substring(0, last.lastIndexOf('.')) : last;
    if (!problem.isEmpty()) {
      return new Feature(name, "", 0, List.of(problem));
    }
    try {
      Object document = RuleTests.yaml().load(text);
      if (document instanceof Map<?, ?> map && map.get("cases") instanceof List<?> cases) {
        return feature(name, map, cases);
      }
      return new Feature(name, "", 0, List.of("has no list 'cases'"));
    } catch (YAMLException e) {
      return new Feature(name, "", 0, List.of("not YAML: " + e.getMessage()));
    }
  }

  private static Feature feature(String name, Map<?, ?> file, List<?> cases) {
    List<String> failures = new ArrayList<>();
    String specification = word(file.get("specification"));
    if (specification.isEmpty()) {
      failures.add("lacks 'specification'");
    }
    for (Object item : cases) {
      if (item instanceof Map<?, ?> map) {
        ConformanceCase.of(map).run().forEach(failures::add);
      } else {
        failures.add("a case must be a map");
      }
    }
    return new Feature(name, specification, cases.size(), failures);
  }

  private static String word(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private Conformance() {}
}
