package vn.lachan.detection;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes an explanation as indented lines. Used once. */
final class ExplanationText {
  private final StringBuilder out = new StringBuilder();

  String of(Explanation explanation) {
    write(explanation, 0);
    return out.toString();
  }

  private void line(int depth, boolean holds, String text) {
    out.append("  ".repeat(depth)).append(holds ? "✓ " : "✗ ").append(text).append('\n');
  }

  private void write(Explanation explanation, int depth) {
    String verdict =
        explanation.correlation().isPresent()
            ? explanation.matches() ? "được tính" : "không được tính"
            : explanation.matches() ? "khớp" : "không khớp";
    line(
        depth,
        explanation.matches(),
        explanation.title() + " (" + explanation.ruleId() + "): " + verdict);
    if (explanation.correlation().isEmpty()) {
      Explanation.Source source = explanation.logSource();
      String actual =
          source.actual().isEmpty() ? "không rõ nguồn" : String.join(", ", source.actual());
      line(
          depth + 1,
          source.fits(),
          "nguồn nhật ký: quy tắc cần " + source.wanted() + ", sự kiện là " + actual);
    }
    explanation.detection().ifPresent(node -> write(node, depth + 1));
    explanation.correlation().ifPresent(correlation -> write(correlation, depth + 1));
  }

  private void write(Explanation.Node node, int depth) {
    switch (node) {
      case Explanation.All(boolean holds, List<Explanation.Node> parts) ->
          parts(holds, "tất cả", parts, depth);
      case Explanation.Any(boolean holds, List<Explanation.Node> parts) ->
          parts(holds, "ít nhất một", parts, depth);
      case Explanation.Not(boolean holds, Explanation.Node part) -> {
        line(depth, holds, "không phải:");
        write(part, depth + 1);
      }
      case Explanation.Named(String name, boolean holds, Explanation.Node part) -> {
        line(depth, holds, name);
        write(part, depth + 1);
      }
      case Explanation.Item item -> write(item, depth);
    }
  }

  private void parts(boolean holds, String what, List<Explanation.Node> parts, int depth) {
    line(depth, holds, what + ":");
    parts.forEach(part -> write(part, depth + 1));
  }

  private void write(Explanation.Item item, int depth) {
    String name = item.field().isEmpty() ? "(từ khóa)" : item.field();
    String chain = item.modifiers().stream().map(word -> "|" + word).collect(Collectors.joining());
    String values =
        item.wanted().stream()
            .map(wanted -> (wanted.holds() ? "✓" : "✗") + quoted(wanted.value()))
            .collect(Collectors.joining(" "));
    String more = item.hidden() == 0 ? "" : " và " + item.hidden() + " giá trị khác";
    line(depth, item.holds(), name + chain + " cần " + values + more + ", " + actual(item));
  }

  private static String actual(Explanation.Item item) {
    if (item.actual().isEmpty()) {
      return item.field().isEmpty() ? "không thấy trong sự kiện" : "sự kiện không có giá trị";
    }
    String from =
        item.readFrom().isEmpty() || item.readFrom().equals(item.field())
            ? ""
            : " (" + item.readFrom() + ")";
    return "sự kiện có" + from + " " + quoted(item.actual().get());
  }

  private static String quoted(String value) {
    return "“" + value + "”";
  }

  private void write(Explanation.Correlation correlation, int depth) {
    out.append("  ".repeat(depth)).append("• ").append(correlation.condition()).append('\n');
    for (Explanation.Part part : correlation.parts()) {
      write(part.rule(), depth);
      if (part.rule().matches()) {
        write(part, depth + 1);
      }
    }
  }

  private void write(Explanation.Part part, int depth) {
    String group =
        part.group().entrySet().stream()
            .map((Map.Entry<String, String> value) -> value.getKey() + " = " + value.getValue())
            .collect(Collectors.joining(", "));
    if (!part.missing().isEmpty()) {
      line(depth, false, "sự kiện thiếu " + String.join(", ", part.missing()));
    }
    String standing =
        part.measured()
            .map(measured ->
                ": giá trị hiện tại "
                    + measured
                    + ", đang giữ "
                    + part.kept().orElse(0)
                    + " sự kiện")
            .orElse(": chưa có sự kiện nào được giữ");
    line(depth, part.counts(), "nhóm " + (group.isEmpty() ? "chung" : group) + standing);
  }
}
