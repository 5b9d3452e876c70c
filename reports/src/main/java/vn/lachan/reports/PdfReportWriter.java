package vn.lachan.reports;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.Chunk;
import org.openpdf.text.Document;
import org.openpdf.text.DocumentException;
import org.openpdf.text.Element;
import org.openpdf.text.Font;
import org.openpdf.text.PageSize;
import org.openpdf.text.Paragraph;
import org.openpdf.text.Phrase;
import org.openpdf.text.pdf.PdfPCell;
import org.openpdf.text.pdf.PdfPTable;
import org.openpdf.text.pdf.PdfWriter;

/**
 * Writes PDF in the layout of Decree 30/2020/NĐ-CP, annex I: A4, margins 20 to 35 mm, national
 * motto at the right, issuing body at the left, number, place and date, page numbers from the
 * second page on. The typeface is embedded, so that every Vietnamese letter prints everywhere.
 */
public final class PdfReportWriter implements ReportWriter {
  private static final float MILLIMETRE = 72f / 25.4f;

  private final PdfFonts fonts = PdfFonts.load();

  @Override
  public String mediaType() {
    return "application/pdf";
  }

  @Override
  public void write(ReportForm form, ReportHead head, ReportContent content, OutputStream out) {
    Document document =
        new Document(
            PageSize.A4, 30 * MILLIMETRE, 17 * MILLIMETRE, 20 * MILLIMETRE, 20 * MILLIMETRE);
    try {
      PdfWriter writer = PdfWriter.getInstance(document, out);
      writer.setCloseStream(false);
      writer.setPageEvent(new PdfPageNumbers(fonts));
      document.addTitle(form.name());
      document.addCreator("Lá Chắn");
      document.open();
      document.add(letterhead(form, head, content));
      addTitle(document, form, content);
      for (Block block : form.blocks()) {
        add(document, block, content);
      }
      document.close();
    } catch (DocumentException e) {
      throw new ReportException("cannot write a report of form " + form.id(), e);
    }
  }

  private PdfPTable letterhead(ReportForm form, ReportHead head, ReportContent content) {
    PdfPTable table = new PdfPTable(new float[] {42, 58});
    table.setWidthPercentage(100);
    Function<String, @Nullable Object> scope = content::at;
    PdfPCell left = cell();
    left.addElement(centred(TemplateText.fill(form.superior(), scope), fonts.regular(12)));
    left.addElement(centred(TemplateText.fill(form.agency(), scope), fonts.bold(12)));
    left.addElement(rule(24));
    left.addElement(
        centred(
            "Số: " + (head.number().isEmpty() ? "……/" + form.kind() : head.number()),
            fonts.regular(13)));
    PdfPCell right = cell();
    right.addElement(centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", fonts.bold(12)));
    right.addElement(centred("Độc lập - Tự do - Hạnh phúc", fonts.bold(13)));
    right.addElement(rule(56));
    right.addElement(
        centred(head.place() + ", " + TemplateText.longDate(head.day()), fonts.italic(13)));
    table.addCell(left);
    table.addCell(right);
    return table;
  }

  private void addTitle(Document document, ReportForm form, ReportContent content) {
    Paragraph title = centred(form.title(), fonts.bold(14));
    title.setSpacingBefore(22);
    document.add(title);
    if (!form.subtitle().isEmpty()) {
      document.add(centred(TemplateText.fill(form.subtitle(), content::at), fonts.bold(13)));
    }
    document.add(rule(18));
  }

  private void add(Document document, Block block, ReportContent content) {
    switch (block) {
      case Block.Section(String text) -> {
        Paragraph heading = new Paragraph(16, TemplateText.fill(text, content::at), fonts.bold(13));
        heading.setSpacingBefore(8);
        heading.setKeepTogether(true);
        document.add(heading);
      }
      case Block.Paragraph(String text, boolean italic) -> {
        Font font = italic ? fonts.italic(13) : fonts.regular(13);
        Paragraph paragraph = new Paragraph(18, TemplateText.fill(text, content::at), font);
        paragraph.setAlignment(Element.ALIGN_JUSTIFIED);
        paragraph.setFirstLineIndent(italic ? 0 : 10 * MILLIMETRE);
        paragraph.setSpacingBefore(4);
        document.add(paragraph);
      }
      case Block.Fields(List<Block.Field> fields) -> document.add(fields(fields, content));
      case Block.Table table -> document.add(table(table, content));
      case Block.Signature signature -> document.add(signature(signature, content));
    }
  }

  private PdfPTable fields(List<Block.Field> fields, ReportContent content) {
    PdfPTable table = new PdfPTable(new float[] {34, 66});
    table.setWidthPercentage(100);
    table.setSpacingBefore(4);
    for (Block.Field field : fields) {
      PdfPCell label = cell();
      label.setPhrase(new Phrase(field.label() + ":", fonts.regular(13)));
      PdfPCell value = cell();
      value.setPhrase(new Phrase(TemplateText.fill(field.value(), content::at), fonts.regular(13)));
      for (PdfPCell part : List.of(label, value)) {
        part.setPaddingBottom(3);
        part.setLeading(2, 1.15f);
        table.addCell(part);
      }
    }
    return table;
  }

  private Element table(Block.Table block, ReportContent content) {
    List<?> rows = content.list(block.rows());
    if (rows.isEmpty()) {
      return new Paragraph(block.empty(), fonts.italic(13));
    }
    float[] widths = new float[block.columns().size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = block.columns().get(i).width();
    }
    PdfPTable table = new PdfPTable(widths);
    table.setWidthPercentage(100);
    table.setSpacingBefore(6);
    table.setSpacingAfter(4);
    table.setHeaderRows(1);
    for (Block.Column column : block.columns()) {
      PdfPCell cell = framed(column.title(), fonts.bold(11));
      cell.setHorizontalAlignment(Element.ALIGN_CENTER);
      table.addCell(cell);
    }
    for (Object row : rows) {
      Map<?, ?> values = row instanceof Map<?, ?> map ? map : Map.of("value", String.valueOf(row));
      for (Block.Column column : block.columns()) {
        String text = TemplateText.fill(column.value(), TemplateText.scope(values, content));
        table.addCell(framed(text, fonts.regular(11)));
      }
    }
    return table;
  }

  private PdfPTable signature(Block.Signature block, ReportContent content) {
    PdfPTable table = new PdfPTable(1 + block.signers().size());
    table.setWidthPercentage(100);
    table.setSpacingBefore(18);
    table.setKeepTogether(true);
    PdfPCell left = cell();
    if (!block.recipients().isEmpty()) {
      left.addElement(new Paragraph("Nơi nhận:", fonts.boldItalic(12)));
      for (String recipient : block.recipients()) {
        String text = TemplateText.fill(recipient, content::at);
        left.addElement(new Paragraph(12, "- " + text + ";", fonts.regular(11)));
      }
    }
    table.addCell(left);
    for (Block.Signer signer : block.signers()) {
      PdfPCell cell = cell();
      cell.addElement(centred(signer.position(), fonts.bold(13)));
      cell.addElement(centred("(Ký, ghi rõ họ tên)", fonts.italic(11)));
      Paragraph name = centred(TemplateText.fill(signer.name(), content::at), fonts.bold(13));
      name.setSpacingBefore(58);
      cell.addElement(name);
      table.addCell(cell);
    }
    return table;
  }

  private static PdfPCell cell() {
    PdfPCell cell = new PdfPCell();
    cell.setBorder(0);
    cell.setPadding(0);
    return cell;
  }

  private static PdfPCell framed(String text, Font font) {
    PdfPCell cell = new PdfPCell(new Phrase(text, font));
    cell.setPadding(4);
    cell.setLeading(2, 1.1f);
    cell.setBorderWidth(0.5f);
    return cell;
  }

  private static Paragraph centred(String text, Font font) {
    Paragraph paragraph = new Paragraph(font.getSize() * 1.3f, text, font);
    paragraph.setAlignment(Element.ALIGN_CENTER);
    return paragraph;
  }

  /** A short line below a text; {@code percent} of the width at hand. */
  private Paragraph rule(float percent) {
    Paragraph line = new Paragraph(8, "", fonts.regular(4));
    line.setAlignment(Element.ALIGN_CENTER);
    line.add(
        new Chunk(
            new org.openpdf.text.pdf.draw.LineSeparator(
                0.7f, percent, null, Element.ALIGN_CENTER, 0)));
    line.setSpacingAfter(6);
    return line;
  }
}
