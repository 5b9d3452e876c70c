package vn.lachan.reports;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.openpdf.text.Chunk;
import org.openpdf.text.Document;
import org.openpdf.text.DocumentException;
import org.openpdf.text.Element;
import org.openpdf.text.Font;
import org.openpdf.text.PageSize;
import org.openpdf.text.Paragraph;
import org.openpdf.text.Phrase;
import org.openpdf.text.Rectangle;
import org.openpdf.text.pdf.PdfPCell;
import org.openpdf.text.pdf.PdfPTable;
import org.openpdf.text.pdf.PdfWriter;

/**
 * Writes PDF in the layout of Decree 30/2020/NĐ-CP, annex I: A4, margins 20 to 35 mm, national
 * motto at the right, issuing body at the left, number, place and date, page numbers from the
 * second page on. The typeface is embedded, so that every Vietnamese letter prints everywhere, and
 * the file says that it is PDF/A-1b (colours, metadata); no validator has certified it.
 */
public final class PdfReportWriter implements ReportWriter {
  static final String NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
  static final String MOTTO = "Độc lập - Tự do - Hạnh phúc";
  static final String SIGN_HERE = "(Ký, ghi rõ họ tên)";
  private static final Rectangle LYING =
      new Rectangle(PageSize.A4.getHeight(), PageSize.A4.getWidth());
  private static final float MILLIMETRE = 72f / 25.4f;

  private final PdfFonts fonts = PdfFonts.load();

  @Override
  public String mediaType() {
    return "application/pdf";
  }

  @Override
  public void write(FilledForm form, OutputStream out) {
    Document document =
        new Document(
            form.landscape() ? LYING : PageSize.A4,
            30 * MILLIMETRE,
            17 * MILLIMETRE,
            20 * MILLIMETRE,
            20 * MILLIMETRE);
    try {
      PdfWriter writer = PdfWriter.getInstance(document, out);
      writer.setCloseStream(false);
      writer.setPDFXConformance(PdfWriter.PDFA1B);
      writer.setPageEvent(new PdfPageNumbers(fonts));
      document.addTitle(form.formName());
      document.addCreator("Lá Chắn");
      document.addSubject(form.basis());
      document.open();
      writer.setOutputIntents(
          "",
          "",
          "http://www.color.org",
          "sRGB IEC61966-2.1",
          // PDF/A wants to know what its colours mean.
          ICC_Profile.getInstance(ColorSpace.CS_sRGB));
      document.add(letterhead(form));
      addTitle(document, form);
      for (FilledBlock block : form.blocks()) {
        add(document, block);
      }
      writer.createXmpMetadata();
      document.close();
    } catch (DocumentException | IOException e) {
      throw new ReportException("cannot write a report of form " + form.form(), e);
    }
  }

  private PdfPTable letterhead(FilledForm form) {
    PdfPTable table = new PdfPTable(new float[] {42, 58});
    table.setWidthPercentage(100);
    PdfPCell left = cell();
    left.addElement(centred(form.superior(), fonts.regular(12)));
    left.addElement(centred(form.agency(), fonts.bold(12)));
    left.addElement(rule(24));
    left.addElement(centred(numberLine(form), fonts.regular(13)));
    PdfPCell right = cell();
    right.addElement(centred(NATION, fonts.bold(12)));
    right.addElement(centred(MOTTO, fonts.bold(13)));
    right.addElement(rule(56));
    right.addElement(
        centred(form.place() + ", " + TemplateText.longDate(form.day()), fonts.italic(13)));
    table.addCell(left);
    table.addCell(right);
    return table;
  }

  static String numberLine(FilledForm form) {
    return "Số: " + (form.number().isEmpty() ? "……/" + form.kind() : form.number());
  }

  private void addTitle(Document document, FilledForm form) {
    Paragraph title = centred(form.title(), fonts.bold(14));
    title.setSpacingBefore(22);
    document.add(title);
    if (!form.subtitle().isEmpty()) {
      document.add(centred(form.subtitle(), fonts.bold(13)));
    }
    document.add(rule(18));
  }

  private void add(Document document, FilledBlock block) {
    switch (block) {
      case FilledBlock.Section(String text) -> {
        Paragraph heading = new Paragraph(16, text, fonts.bold(13));
        heading.setSpacingBefore(8);
        heading.setKeepTogether(true);
        document.add(heading);
      }
      case FilledBlock.Paragraph(String text, boolean italic) -> {
        Font font = italic ? fonts.italic(13) : fonts.regular(13);
        Paragraph paragraph = new Paragraph(18, text, font);
        paragraph.setAlignment(Element.ALIGN_JUSTIFIED);
        paragraph.setFirstLineIndent(italic ? 0 : 10 * MILLIMETRE);
        paragraph.setSpacingBefore(4);
        document.add(paragraph);
      }
      case FilledBlock.Fields(List<FilledBlock.Entry> entries) -> document.add(fields(entries));
      case FilledBlock.Table table -> document.add(table(table));
      case FilledBlock.Signature signature -> document.add(signature(signature));
    }
  }

  private PdfPTable fields(List<FilledBlock.Entry> entries) {
    PdfPTable table = new PdfPTable(new float[] {34, 66});
    table.setWidthPercentage(100);
    table.setSpacingBefore(4);
    for (FilledBlock.Entry entry : entries) {
      PdfPCell label = cell();
      label.setPhrase(new Phrase(entry.label() + ":", fonts.regular(13)));
      PdfPCell value = cell();
      value.setPhrase(new Phrase(entry.value(), fonts.regular(13)));
      for (PdfPCell part : List.of(label, value)) {
        part.setPaddingBottom(3);
        part.setLeading(2, 1.15f);
        table.addCell(part);
      }
    }
    return table;
  }

  private Element table(FilledBlock.Table block) {
    if (block.rows().isEmpty()) {
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
    for (FilledBlock.Column column : block.columns()) {
      PdfPCell cell = framed(column.title(), fonts.bold(11));
      cell.setHorizontalAlignment(Element.ALIGN_CENTER);
      table.addCell(cell);
    }
    for (List<String> row : block.rows()) {
      for (String text : row) {
        table.addCell(framed(text, fonts.regular(11)));
      }
    }
    return table;
  }

  private PdfPTable signature(FilledBlock.Signature block) {
    PdfPTable table = new PdfPTable(1 + block.signers().size());
    table.setWidthPercentage(100);
    table.setSpacingBefore(18);
    table.setKeepTogether(true);
    PdfPCell left = cell();
    if (!block.recipients().isEmpty()) {
      left.addElement(new Paragraph("Nơi nhận:", fonts.boldItalic(12)));
      for (String recipient : block.recipients()) {
        left.addElement(new Paragraph(12, "- " + recipient + ";", fonts.regular(11)));
      }
    }
    table.addCell(left);
    for (FilledBlock.Signer signer : block.signers()) {
      PdfPCell cell = cell();
      cell.addElement(centred(signer.position(), fonts.bold(13)));
      cell.addElement(centred(SIGN_HERE, fonts.italic(11)));
      Paragraph name = centred(signer.name(), fonts.bold(13));
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
