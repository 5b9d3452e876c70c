package vn.lachan.detection;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where rules come from.
 *
 * @param builtIn whether the rules that come with the program are among them
 * @param rules files and folders (searched to any depth for {@code .yml} and {@code .yaml})
 * @param filters the same, for filters; filters among the rules count too
 * @param placeholders what {@code %name%} stands for in values with modifier {@code expand}
 */
public record RuleSources(
    boolean builtIn, List<Path> rules, List<Path> filters, Map<String, List<String>> placeholders) {
  public RuleSources {
    rules = List.copyOf(rules);
    filters = List.copyOf(filters);
    placeholders = Map.copyOf(placeholders);
  }
}
