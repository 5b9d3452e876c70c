package vn.lachan.detection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One sentence of the engine about a rule, in both languages. The sentences stand in {@code
 * problems.yml}; one that is not there keeps its English words and the code {@link #OTHER}.
 *
 * @param code the same for all sentences of its kind; stable
 * @param english as the engine wrote it
 * @param vietnamese the same for people
 */
public record ProblemText(String code, String english, String vietnamese) {
  /** Code of a sentence that is not in the list. */
  public static final String OTHER = "OTHER";

  private static final Pattern HOLE = Pattern.compile("\\{([0-9])}");
  private static final List<Template> TEMPLATES = load();

  /** What a sentence may name, in Vietnamese. */
  private static final Map<String, String> WORDS =
      Map.of(
          "text", "văn bản",
          "a number", "số",
          "a truth value", "giá trị đúng sai",
          "a condition", "điều kiện",
          "a field name", "tên trường",
          "an expression", "biểu thức");

  private record Template(String code, Pattern english, List<Integer> holes, String vietnamese) {
    static Template of(String code, String english, String vietnamese) {
      StringBuilder pattern = new StringBuilder();
      List<Integer> holes = new ArrayList<>();
      Matcher matcher = HOLE.matcher(english);
      int from = 0;
      while (matcher.find()) {
        pattern.append(Pattern.quote(english.substring(from, matcher.start()))).append("(.*?)");
        holes.add(Integer.valueOf(matcher.group(1)));
        from = matcher.end();
      }
      pattern.append(Pattern.quote(english.substring(from)));
      return new Template(
          code, Pattern.compile(pattern.toString(), Pattern.DOTALL), holes, vietnamese);
    }

    String filled(Matcher found) {
      String text = vietnamese;
      for (int i = 0; i < holes.size(); i++) {
        String value = found.group(i + 1);
        text = text.replace("{" + holes.get(i) + "}", WORDS.getOrDefault(value, value));
      }
      return text;
    }
  }

  /** The sentence {@code english} with its code and in Vietnamese. */
  public static ProblemText of(String english) {
    for (Template template : TEMPLATES) {
      Matcher matcher = template.english().matcher(english);
      if (matcher.matches()) {
        return new ProblemText(template.code(), english, template.filled(matcher));
      }
    }
    return new ProblemText(OTHER, english, english);
  }

  private static List<Template> load() {
    List<Template> templates = new ArrayList<>();
    try (InputStream in = ProblemText.class.getResourceAsStream("problems.yml")) {
      Map<String, Map<String, String>> all =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(Objects.requireNonNull(in, "problems.yml"));
      all.forEach((code, texts) ->
          templates.add(
              Template.of(
                  code,
                  Objects.requireNonNull(texts.get("en"), code),
                  Objects.requireNonNull(texts.get("vi"), code))));
    } catch (IOException e) {
      throw new UncheckedIOException("problems.yml cannot be read", e);
    }
    return List.copyOf(templates);
  }
}
