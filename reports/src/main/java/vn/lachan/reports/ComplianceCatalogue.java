package vn.lachan.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The clauses of a level and the figures that prove them, as data.
 *
 * @param profile standard and level
 * @param clauses in the order of the standard
 */
public record ComplianceCatalogue(String profile, List<Clause> clauses) {

  /**
   * One requirement.
   *
   * @param clause number in the standard
   * @param title our own summary
   * @param figures ids of the figures that prove it; empty when the platform cannot measure it
   */
  public record Clause(String id, String clause, String title, List<String> figures) {
    public Clause {
      figures = List.copyOf(figures);
    }
  }

  public ComplianceCatalogue {
    clauses = List.copyOf(clauses);
  }

  /** The catalogue for level 3 that comes with the product. */
  public static ComplianceCatalogue level3() {
    try (InputStream in =
        ComplianceCatalogue.class.getResourceAsStream("/compliance/level-3.yml")) {
      if (in == null) {
        throw new IllegalStateException("the compliance catalogue is missing from the product");
      }
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return read(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the compliance catalogue", e);
    }
  }

  private static ComplianceCatalogue read(Object root) {
    if (!(root instanceof Map<?, ?> map) || !(map.get("clauses") instanceof List<?> list)) {
      throw new IllegalArgumentException("a catalogue has profile and clauses");
    }
    List<Clause> clauses = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> clause)) {
        throw new IllegalArgumentException("a clause is a mapping: " + item);
      }
      List<?> figures = clause.get("figures") instanceof List<?> given ? given : List.of();
      clauses.add(
          new Clause(
              text(clause, "id"),
              text(clause, "clause"),
              text(clause, "title"),
              figures.stream().map(String::valueOf).toList()));
    }
    return new ComplianceCatalogue(text(map, "profile"), clauses);
  }

  private static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("missing in the compliance catalogue: " + key);
    }
    return value.toString();
  }
}
