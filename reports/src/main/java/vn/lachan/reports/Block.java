package vn.lachan.reports;

import java.util.List;

/** One part of a form. Texts are templates: {@code {{name}}} stands for a value of the content. */
sealed interface Block {

  /** A heading of a part. */
  record Section(String text) implements Block {}

  /** Running text. */
  record Paragraph(String text, boolean italic) implements Block {}

  /** Named values, one below the other. */
  record Fields(List<Field> fields) implements Block {
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /** One named value. */
  record Field(String label, String value) {}

  /**
   * A row for each element of a list.
   *
   * @param rows name of the list in the content
   * @param empty what stands there when the list has no element
   */
  record Table(String rows, String empty, List<Column> columns) implements Block {
    public Table {
      columns = List.copyOf(columns);
    }
  }

  /** One column; {@code width} is relative, {@code value} a template over the row. */
  record Column(String title, float width, String value) {}

  /** Who receives it (left) and who signs (right). */
  record Signature(List<String> recipients, List<Signer> signers) implements Block {
    public Signature {
      recipients = List.copyOf(recipients);
      signers = List.copyOf(signers);
    }
  }

  /** Position in capital letters, and the name below the signature. */
  record Signer(String position, String name) {}
}
