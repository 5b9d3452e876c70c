package vn.lachan.detection.coverage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import vn.lachan.detection.RuleInfo;

/**
 * Which ATT&amp;CK tactics and techniques the rules cover, by the rules' own tags ({@code
 * attack.credential-access}, {@code attack.t1110.003}). The order and the names of tactics come
 * from {@code attack.yml}; tactics that are not in it stand at the end, under their tag. A
 * technique stands in every tactic that its rules name.
 *
 * @param tactics in the order of the framework
 */
public record AttackMatrix(List<Tactic> tactics) {
  private static final String PREFIX = "attack.";

  /** Techniques of rules that name no tactic. */
  private static final String NONE = "";

  /**
   * A column.
   *
   * @param tag as in the rules, with hyphens; empty for rules without a tactic
   * @param id for example TA0006; empty when unknown
   * @param name in Vietnamese; the tag when unknown
   * @param rules rules that name the tactic
   * @param firing those of them whose data arrives
   */
  public record Tactic(
      String tag, String id, String name, int rules, int firing, List<Technique> techniques) {
    public Tactic {
      techniques = List.copyOf(techniques);
    }
  }

  /**
   * A cell.
   *
   * @param id for example T1110.003
   * @param name in English, as the framework has it; empty when unknown
   * @param rules ids of the rules that name it
   * @param firing ids of those whose data arrives: only these protect
   */
  public record Technique(String id, String name, List<String> rules, List<String> firing) {
    public Technique {
      rules = List.copyOf(rules);
      firing = List.copyOf(firing);
    }

    /** Whether some rule whose data arrives looks for it. */
    public boolean covered() {
      return !firing.isEmpty();
    }
  }

  /** A rule that runs, and whether its data arrives. */
  public record Counted(RuleInfo rule, boolean fires) {}

  public AttackMatrix {
    tactics = List.copyOf(tactics);
  }

  private static final class Column {
    private final TreeMap<String, List<Counted>> techniques = new TreeMap<>();
    private final List<Counted> rules = new ArrayList<>();
  }

  /** The matrix of these rules. */
  public static AttackMatrix of(List<Counted> rules) {
    Map<String, Object> names = names();
    SequencedMap<String, Column> columns = new LinkedHashMap<>();
    map(names.get("tactics")).keySet().forEach(tag -> columns.put(tag, new Column()));
    Map<String, Column> others = new TreeMap<>();
    for (Counted counted : rules) {
      List<String> techniques = new ArrayList<>();
      List<String> tactics = new ArrayList<>();
      for (String tag : counted.rule().tags()) {
        String word = tag.toLowerCase(Locale.ROOT);
        if (word.matches("attack\\.t[0-9]{4}(\\.[0-9]{3})?")) {
          techniques.add(word.substring(PREFIX.length()).toUpperCase(Locale.ROOT));
        } else if (word.startsWith(PREFIX) && !word.matches("attack\\.[gs][0-9]{4}")) {
          tactics.add(word.substring(PREFIX.length()).replace('_', '-'));
        }
      }
      if (tactics.isEmpty() && !techniques.isEmpty()) {
        tactics.add(NONE);
      }
      for (String tactic : tactics) {
        Column known = columns.get(tactic);
        Column column = known == null ? others.computeIfAbsent(tactic, _ -> new Column()) : known;
        column.rules.add(counted);
        techniques.forEach(
            id -> column.techniques.computeIfAbsent(id, _ -> new ArrayList<>()).add(counted));
      }
    }
    columns.putAll(others);
    List<Tactic> result = new ArrayList<>();
    columns.forEach((tag, column) -> result.add(tactic(tag, column, names)));
    return new AttackMatrix(result);
  }

  private static Tactic tactic(String tag, Column column, Map<String, Object> names) {
    Map<String, Object> known = map(map(names.get("tactics")).get(tag));
    Map<String, Object> ofTechniques = map(names.get("techniques"));
    List<Technique> techniques = new ArrayList<>();
    column.techniques.forEach((id, rules) ->
        techniques.add(
            new Technique(
                id,
                String.valueOf(ofTechniques.getOrDefault(id, "")),
                ids(rules),
                ids(rules.stream().filter(Counted::fires).toList()))));
    return new Tactic(
        tag,
        String.valueOf(known.getOrDefault("id", "")),
        String.valueOf(known.getOrDefault("name", tag)),
        column.rules.size(),
        (int) column.rules.stream().filter(Counted::fires).count(),
        techniques);
  }

  private static List<String> ids(List<Counted> rules) {
    return rules.stream().map(counted -> counted.rule().id()).distinct().toList();
  }

  private static Map<String, Object> names() {
    try (InputStream in = AttackMatrix.class.getResourceAsStream("attack.yml")) {
      if (in == null) {
        throw new IllegalStateException("attack.yml is not on the class path");
      }
      return map(
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("attack.yml cannot be read", e);
    }
  }

  private static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> result.put(String.valueOf(key), item));
    }
    return result;
  }
}
