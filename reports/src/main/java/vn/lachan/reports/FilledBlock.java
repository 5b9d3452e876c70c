package vn.lachan.reports;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One part of a {@link FilledForm}: plain texts, no templates any more. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FilledBlock.Section.class, name = "section"),
  @JsonSubTypes.Type(value = FilledBlock.Paragraph.class, name = "paragraph"),
  @JsonSubTypes.Type(value = FilledBlock.Fields.class, name = "fields"),
  @JsonSubTypes.Type(value = FilledBlock.Table.class, name = "table"),
  @JsonSubTypes.Type(value = FilledBlock.Signature.class, name = "signature")
})
public sealed interface FilledBlock {

  /** A heading of a part; not edited. */
  record Section(String text) implements FilledBlock {}

  /** Running text. */
  record Paragraph(String text, boolean italic) implements FilledBlock {}

  /** Named values, one below the other. */
  record Fields(List<Entry> entries) implements FilledBlock {
    public Fields {
      entries = List.copyOf(entries);
    }
  }

  /** One named value. */
  record Entry(String label, String value) {}

  /**
   * A table; every row has as many cells as there are columns.
   *
   * @param empty what stands there when there is no row
   */
  record Table(List<Column> columns, List<List<String>> rows, String empty) implements FilledBlock {
    public Table {
      columns = List.copyOf(columns);
      int width = columns.size();
      rows = rows.stream().map(List::copyOf).toList();
      if (rows.stream().anyMatch(row -> row.size() != width)) {
        throw new IllegalArgumentException("a row of a table has " + width + " cells");
      }
    }
  }

  /** One column; {@code width} is relative to the others. */
  record Column(String title, float width) {}

  /** Who receives it (left) and who signs (right). */
  record Signature(List<String> recipients, List<Signer> signers) implements FilledBlock {
    public Signature {
      recipients = List.copyOf(recipients);
      signers = List.copyOf(signers);
    }
  }

  /** Position in capital letters, and the name below the signature. */
  record Signer(String position, String name) {}
}
