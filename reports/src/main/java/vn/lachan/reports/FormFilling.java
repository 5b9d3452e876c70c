package vn.lachan.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the values of one content into forms. */
final class FormFilling {
  private final ReportContent content;

  FormFilling(ReportContent content) {
    this.content = content;
  }

  FilledForm fill(ReportForm form, ReportHead head) {
    return new FilledForm(
        form.id(),
        form.name(),
        form.basis(),
        form.kind(),
        form.landscape(),
        text(form.superior()),
        text(form.agency()),
        head.number(),
        head.place(),
        head.day(),
        text(form.title()),
        form.subtitle().isEmpty() ? "" : text(form.subtitle()),
        form.blocks().stream().map(this::block).toList());
  }

  private FilledBlock block(Block block) {
    return switch (block) {
      case Block.Section(String text) -> new FilledBlock.Section(text(text));
      case Block.Paragraph(String text, boolean italic) ->
          new FilledBlock.Paragraph(text(text), italic);
      case Block.Fields(List<Block.Field> fields) ->
          new FilledBlock.Fields(
              fields.stream()
                  .map(field -> new FilledBlock.Entry(field.label(), text(field.value())))
                  .toList());
      case Block.Table table -> table(table);
      case Block.Signature(List<String> recipients, List<Block.Signer> signers) ->
          new FilledBlock.Signature(
              recipients.stream().map(this::text).toList(),
              signers.stream()
                  .map(signer -> new FilledBlock.Signer(signer.position(), text(signer.name())))
                  .toList());
    };
  }

  private FilledBlock.Table table(Block.Table table) {
    List<List<String>> rows = new ArrayList<>();
    int number = 0;
    for (Object row : content.list(table.rows())) {
      number++;
      Map<?, ?> values = row instanceof Map<?, ?> map ? map : Map.of("value", String.valueOf(row));
      Function<String, @Nullable Object> scope =
          numbered(TemplateText.scope(values, content), number);
      rows.add(
          table.columns().stream()
              .map(column -> TemplateText.fill(column.value(), scope))
              .toList());
    }
    return new FilledBlock.Table(
        table.columns().stream()
            .map(column -> new FilledBlock.Column(column.title(), column.width()))
            .toList(),
        rows,
        table.empty());
  }

  /** {@code row} is the number of the row, from 1. */
  private static Function<String, @Nullable Object> numbered(
      Function<String, @Nullable Object> scope, int number) {
    return path ->
        path.equals("row")
            ? Objects.requireNonNullElse(scope.apply(path), number)
            : scope.apply(path);
  }

  private String text(String template) {
    return TemplateText.fill(template, content::at);
  }
}
