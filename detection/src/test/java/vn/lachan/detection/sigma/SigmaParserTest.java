package vn.lachan.detection.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigmaParserTest {
  private static final SigmaParser PARSER = new SigmaParser(Placeholders.NONE);

  private static List<SigmaDocument> parse(String text) {
    return PARSER.parse("x.yml", text);
  }

  private static String rule(String selection, String condition) {
    return """
    title: T
    id: 0e95725d-7320-415d-80f7-004da920fc11
    logsource: {category: test}
    detection:
      sel:
    %s
      condition: %s
    """
        .formatted(selection.indent(4), condition);
  }

  private static SigmaProblem problem(String text) {
    return (SigmaProblem) parse(text).getFirst();
  }

  @Test
  void saysWhereAndWhyARuleIsRefused() {
    SigmaProblem problem = problem(rule("Field|nearly: x", "sel"));

    assertThat(problem.reason()).isEqualTo("modifier 'nearly' is not supported");
    assertThat(problem.rule()).isEqualTo("0e95725d-7320-415d-80f7-004da920fc11");
    assertThat(problem.line()).isEqualTo(6);
    assertThat(problem.column()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Field|lt: abc ~ modifier lt cannot be applied to text",
        "Field|exists: maybe ~ modifier exists stands alone and wants true or false",
        "Field|contains|re: a.b ~ modifier re must be the first modifier",
        "Field|contains|base64: a ~ modifier base64: a value with wildcards has no encoding",
        "Field|i: a ~ modifier i must stand behind modifier re",
        "Field|re: '(?=a)b' ~ modifier re: expression is not supported by RE2",
        "Field|cidr: 10.0.0.0 ~ modifier cidr: not a network: 10.0.0.0",
        "Field|contains: null ~ modifier contains cannot be applied to null",
        "Field|all: one ~ modifier all wants a list of values",
        "Field|expand: '%users%' ~ placeholder %users% (modifier expand) has no values here",
        "Field: [] ~ field 'Field' has an empty list of values",
        "Field: {a: b} ~ a list or a map as a value of field 'Field' is not supported",
        "Field|hour|contains: 3 ~ modifier contains cannot be applied to a part of a time",
        "{a: 1, a: 2} ~ key 'a' occurs twice in a search identifier",
      })
  void refusesWhatItCannotRunByName(String selection, String reason) {
    assertThat(problem(rule(selection, "sel")).reason()).startsWith(reason.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "sel | count() > 3 ~ aggregation behind '|' is Sigma 1; use a correlation rule",
        "other ~ condition names 'other', which is not a search identifier",
        "1 of x* ~ no search identifier fits 'x*'",
        "2 of sel* ~ '2 of' is not supported, only '1 of' and 'all of'",
        "(sel ~ condition lacks ')'",
        "sel sel ~ unexpected 'sel' in condition",
        "sel and ~ condition ends too early",
      })
  void refusesConditionsThatDoNotParse(String condition, String reason) {
    assertThat(problem(rule("a: b", "\"" + condition + "\"")).reason()).isEqualTo(reason.strip());
  }

  @Test
  void readsEveryDocumentOfAFileAndKeepsTheGoodOnes() {
    List<SigmaDocument> documents =
        parse(rule("a: b", "sel") + "---\n" + rule("a|x: b", "sel") + "---\n# empty\n");

    assertThat(documents).hasSize(2);
    assertThat(documents.get(0)).isInstanceOf(SigmaRule.class);
    assertThat(documents.get(1)).isInstanceOf(SigmaProblem.class);
    assertThat(((SigmaProblem) documents.get(1)).line()).isGreaterThan(8);
  }

  @Test
  void makesAProblemOfAFileThatIsNotYaml() {
    assertThat(problem("title: [a\n b: c")).extracting(SigmaProblem::line).isEqualTo(2);
    assertThat(problem("- a")).extracting(SigmaProblem::reason).isEqualTo("a rule must be a map");
    assertThat(problem("id: x")).extracting(SigmaProblem::reason).isEqualTo("'title' is absent");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "abc, abc, 0",
        "a\\b, a\\b, 0",
        "a\\\\b, a\\b, 0",
        "a\\*b, a*b, 0",
        "a\\?b, a?b, 0",
        "a\\\\*b, a\\b, 1",
        "a\\\\\\*b, a\\*b, 0",
        "a\\\\\\b, a\\\\b, 0",
        "a\\\\\\\\b, a\\\\b, 0",
        "*a?, a, 2",
        "**a, a, 1",
        "a\\, a\\, 0",
      })
  void readsEscapesAsTheSpecificationSays(String written, String literal, int wildcards) {
    TextPattern pattern = TextPattern.parse(written);

    assertThat(pattern.literalText()).isEqualTo(literal);
    assertThat(pattern.tokens().stream().filter(TextPattern.Wildcard.class::isInstance))
        .hasSize(wildcards);
  }

  @Test
  void fillsPlaceholdersThatAreKnown() {
    SigmaParser parser =
        new SigmaParser(new Placeholders(Map.of("servers", List.of("srv*", "dc1"))));
    SigmaRule rule =
        (SigmaRule) parser.parse("x", rule("Host|expand: '\\%x%-%servers%'", "sel")).getFirst();

    assertThat(rule.detection().toString()).contains("%x%-srv").contains("%x%-dc1");
  }

  @Test
  void readsCorrelationsOfTheSpecification() {
    SigmaCorrelation rule =
        (SigmaCorrelation)
            parse(
                    """
                    title: Many failed logins
                    id: 0e95725d-7320-415d-80f7-004da920fc11
                    correlation:
                      type: value_count
                      rules: [a, b]
                      group-by: [User Name, host]
                      timespan: 90m
                      aliases:
                        ip: {a: source.ip, b: destination.ip}
                      condition: {field: User, gt: 3, lte: 10}
                    generate: true
                    """)
                .getFirst();

    assertThat(rule.groupBy()).containsExactly("UserName", "host");
    assertThat(rule.timespan()).hasMinutes(90);
    assertThat(rule.generate()).isTrue();
    assertThat(rule.aliases()).containsKey("ip");
    assertThat(rule.conditions()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "type: value_mode ~ correlation type 'value_mode' is not supported",
        "type: value_percentile, condition: {field: F, percentile: 101, gt: 1} ~ 'percentile' wants"
            + " a number from 0 to 100",
        "type: value_sum, condition: {field: F, percentile: 9, gt: 1} ~ correlation type value_sum"
            + " has no 'percentile'",
        "type: value_sum, condition: {field: [F, G], gt: 1} ~ correlation type value_sum looks at"
            + " one field, not at several",
        "type: event_count, timespan: 5x ~ timespan '5x' is not a number with s, m, h, d or w",
        "type: event_count, condition: 'a and b' ~ a correlation condition that is not a map is not"
            + " supported",
        "type: event_count ~ correlation condition lacks gt, gte, lt, lte, eq or neq",
        "type: value_count, condition: {gte: 3} ~ correlation type value_count needs 'field' in its"
            + " condition",
        "type: event_count, window: x ~ correlation attribute 'window' is not supported",
      })
  void refusesCorrelationsByName(String attributes, String reason) {
    String timespan = attributes.contains("timespan") ? "" : ", timespan: 5m";
    String text =
        "title: T\ncorrelation: {" + attributes.strip() + ", rules: [a]" + timespan + "}\n";

    assertThat(problem(text).reason()).isEqualTo(reason.strip());
  }
}
