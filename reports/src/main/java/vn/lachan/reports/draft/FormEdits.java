package vn.lachan.reports.draft;

import java.time.Instant;
import java.util.List;
import vn.lachan.audit.Actor;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.reports.FilledBlock;
import vn.lachan.reports.FilledForm;

/** Puts what people write into forms, as far as it fits and can be printed. */
final class FormEdits {
  private final DraftLimits limits;

  FormEdits(DraftLimits limits) {
    this.limits = limits;
  }

  /**
   * @throws InvalidRequestException when it does not fit the form or is too long
   */
  FilledForm apply(FilledForm document, FormEdit edit) {
    try {
      return switch (edit) {
        case FormEdit.Text(String place, String text) -> {
          requireShort(text);
          yield document.with(place, printable(text));
        }
        case FormEdit.Rows(int block, List<List<String>> rows) -> {
          if (rows.size() > limits.maxRows()) {
            throw new InvalidRequestException(
                "rows", "Bảng có quá %d dòng.".formatted(limits.maxRows()));
          }
          rows.forEach(row -> row.forEach(this::requireShort));
          yield document.withRows(
              block, rows.stream().map(row -> row.stream().map(FormEdits::cell).toList()).toList());
        }
      };
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("edits", "Chỗ sửa không có trong biểu mẫu.");
    }
  }

  private void requireShort(String text) {
    if (text.length() > limits.maxText()) {
      throw new InvalidRequestException(
          "text", "Nội dung dài quá %d ký tự.".formatted(limits.maxText()));
    }
  }

  private static String cell(String text) {
    String given = printable(text).strip();
    return given.isEmpty() ? FilledForm.BLANK : given;
  }

  /** Without what neither PDF nor XML can hold. */
  private static String printable(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .filter(FormEdits::isOfXml)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isOfXml(int point) {
    boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
    boolean never = point == 0xFFFE || point == 0xFFFF;
    return !surrogate && !never;
  }

  /** What an edit that was applied to {@code before} stands for. */
  static FormDraft.Change change(
      Actor by, Instant at, FormDraft before, FormEdit edit, FilledForm was, FilledForm became) {
    return switch (edit) {
      case FormEdit.Text(String place, String _) ->
          new FormDraft.Change(
              before.version() + 1,
              at,
              by.id(),
              place,
              was.label(place),
              was.text(place).orElse(""),
              became.text(place).orElse(""));
      case FormEdit.Rows(int block, List<List<String>> _) ->
          new FormDraft.Change(
              before.version() + 1,
              at,
              by.id(),
              "b" + block,
              "Bảng",
              rows(was.blocks().get(block)),
              rows(became.blocks().get(block)));
    };
  }

  private static String rows(FilledBlock block) {
    return block instanceof FilledBlock.Table table
        ? String.join("\n", table.rows().stream().map(row -> String.join(" | ", row)).toList())
        : "";
  }
}
