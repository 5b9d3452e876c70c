package vn.lachan.reports.draft;

import java.util.List;

/** One thing somebody writes into a form. */
public sealed interface FormEdit {

  /** Another text at a place of {@link vn.lachan.reports.FilledForm}; empty text: dots again. */
  record Text(String place, String text) implements FormEdit {}

  /** Other rows in the table that is block {@code block}, from 0. */
  record Rows(int block, List<List<String>> rows) implements FormEdit {
    public Rows {
      rows = rows.stream().map(List::copyOf).toList();
    }
  }
}
