package vn.lachan.detection;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.match.FieldSource;

/**
 * What {@code lachan match} is asked to explain.
 *
 * @param rule id or name of the rule; empty when nothing is to be explained
 * @param event number of the event in its file, from 0; -1 for all
 * @param json whether to write a JSON object a line instead of text
 * @param others the arguments that are about something else
 * @param problem what is wrong with the arguments, else empty
 */
record ExplainOptions(String rule, int event, boolean json, List<String> others, String problem) {
  private static final int ALL = -1;

  ExplainOptions {
    others = List.copyOf(others);
  }

  static ExplainOptions parse(List<String> args) {
    List<String> others = new ArrayList<>();
    String rule = "";
    String event = "";
    boolean json = false;
    String problem = "";
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      switch (arg) {
        case "--json" -> json = true;
        case "--explain", "--event" -> {
          String value = i + 1 < args.size() ? args.get(++i) : "";
          problem = value.isEmpty() ? arg + " lacks its value" : problem;
          rule = arg.equals("--explain") ? value : rule;
          event = arg.equals("--event") ? value : event;
        }
        default -> others.add(arg);
      }
    }
    if (problem.isEmpty() && rule.isEmpty() && (json || !event.isEmpty())) {
      problem = "--event and --json go with --explain RULE_ID";
    }
    if (problem.isEmpty() && !event.isEmpty() && !event.matches("[0-9]{1,9}")) {
      problem = "--event wants the number of an event, from 0";
    }
    int number = problem.isEmpty() && !event.isEmpty() ? Integer.parseInt(event) : ALL;
    return new ExplainOptions(rule, number, json, others, problem);
  }

  boolean wanted() {
    return !rule.isEmpty();
  }

  /** Whether the rule that is asked for runs; if not, says why. */
  boolean canExplain(RuleSet rules, PrintStream err) {
    if (!wanted()
        || rules.rules().stream()
            .anyMatch(info -> info.id().equals(rule) || info.name().equals(rule))) {
      return true;
    }
    Optional<RejectedRule> rejected =
        rules.rejected().stream().filter(refused -> refused.rule().equals(rule)).findFirst();
    err.println(
        rejected
            .map(refused -> "rule " + rule + " is refused: " + refused)
            .orElse("no rule has the id or name " + rule));
    return false;
  }

  void print(Engine engine, String file, JsonEvents.Item item, PrintStream out) {
    if (event != ALL && event != item.index()) {
      return;
    }
    Map<String, @Nullable Object> fields = item.fields();
    FieldSource source = new MapSource(fields);
    new Explainer(engine)
        .explain(rule, source)
        .ifPresent(explanation -> {
          if (json) {
            out.println(explanation.json());
          } else {
            out.println(file + " #" + item.index());
            out.print(explanation.text());
          }
        });
  }
}
