package vn.lachan.backup.plan;

import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The part of a plan that says what its drills restore.
 *
 * <pre>
 * dossier: {marker: meta.json}
 * sample: all                       # or {percent: 5, at-least: 3}
 * transaction: {file: nhat-ky.json, field: t}
 * </pre>
 */
final class DrillSampleReader {

  static final Set<String> KEYS = Set.of("dossier", "sample", "transaction");

  private final PlanFields plan;

  DrillSampleReader(PlanFields plan) {
    this.plan = plan;
  }

  /** What it says; the defaults where it says nothing or something wrong, which is told. */
  DrillSample read() {
    DrillSample standard = DrillSample.DEFAULT;
    String marker = field("dossier", "marker", Set.of("marker"), false);
    if (marker.contains("/")) {
      plan.problem(plan.at("dossier"), "dossier.marker là tên một tệp: " + marker);
      marker = "";
    }
    boolean all = isAll();
    boolean drawn = plan.has("sample") && !all;
    return new DrillSample(
        marker,
        all ? DrillSample.Extent.ALL : drawn ? DrillSample.Extent.SAMPLE : DrillSample.Extent.AUTO,
        drawn ? number("percent", standard.percent(), 100) : standard.percent(),
        drawn ? number("at-least", standard.atLeast(), 1_000_000) : standard.atLeast(),
        standard.wholeUpTo(),
        transactions());
  }

  private boolean isAll() {
    if (!(plan.at("sample") instanceof ScalarNode scalar)) {
      return false;
    }
    if (!scalar.getValue().equals("all")) {
      plan.problem(scalar, "sample là all hoặc {percent: 5, at-least: 3}: " + scalar.getValue());
    }
    return true;
  }

  private Optional<DrillSample.TransactionLog> transactions() {
    if (!plan.has("transaction")) {
      return Optional.empty();
    }
    String file = field("transaction", "file", Set.of("file", "field"), true);
    String field = field("transaction", "field", Set.of("file", "field"), true);
    return file.isEmpty() || field.isEmpty()
        ? Optional.empty()
        : Optional.of(new DrillSample.TransactionLog(file, field));
  }

  private int number(String name, int standard, int most) {
    String text = field("sample", name, Set.of("percent", "at-least"), false);
    if (text.isEmpty()) {
      return standard;
    }
    if (text.matches("[0-9]{1,7}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    plan.problem(plan.at("sample"), "sample." + name + " từ 1 đến " + most + ": " + text);
    return standard;
  }

  /** The text of {@code key.name}; empty when it is not there. */
  private String field(String key, String name, Set<String> known, boolean required) {
    if (!plan.has(key)) {
      return "";
    }
    Node node = plan.at(key);
    String found = "";
    if (!(node instanceof MappingNode mapping)) {
      plan.problem(node, key + " là các cặp khoá: giá trị");
      return "";
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String here = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!known.contains(here)) {
        plan.problem(tuple.getKeyNode(), "khoá không biết: " + key + "." + here);
      } else if (here.equals(name) && tuple.getValueNode() instanceof ScalarNode value) {
        found = value.getValue().strip();
      }
    }
    if (required && found.isEmpty()) {
      plan.problem(node, "thiếu " + key + "." + name);
    }
    return found;
  }
}
