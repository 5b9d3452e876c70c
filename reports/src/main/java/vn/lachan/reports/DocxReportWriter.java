package vn.lachan.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.List;
import org.apache.poi.wp.usermodel.HeaderFooterType;
import org.apache.poi.xwpf.usermodel.Borders;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFHeader;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageMar;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageSz;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSectPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STPageOrientation;

/**
 * Writes DOCX (Office Open XML) in the layout of Decree 30/2020/NĐ-CP, the same as {@link
 * PdfReportWriter}, in Times New Roman: what an office edits further or puts into its own document
 * system. It carries no signature.
 */
public final class DocxReportWriter implements ReportWriter {
  /** Twentieths of a point in a millimetre. */
  private static final double TWIPS = 1440 / 25.4;

  private static final int SHORT_SIDE = twips(210);
  private static final int LONG_SIDE = twips(297);
  private static final int LEFT = twips(30);
  private static final int RIGHT = twips(17);
  private static final int TOP = twips(20);

  @Override
  public String mediaType() {
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  }

  @Override
  public void write(FilledForm form, OutputStream out) {
    try (XWPFDocument document = new XWPFDocument()) {
      page(document, form.landscape());
      document.getProperties().getCoreProperties().setTitle(form.formName());
      document.getProperties().getCoreProperties().setCreator("Lá Chắn");
      int width = (form.landscape() ? LONG_SIDE : SHORT_SIDE) - LEFT - RIGHT;
      letterhead(new DocxTables(document, width), form);
      title(document, form, width);
      for (FilledBlock block : form.blocks()) {
        add(document, block, width);
      }
      document.write(out);
    } catch (IOException e) {
      throw new ReportException("cannot write a DOCX of form " + form.form(), e);
    }
  }

  private static void page(XWPFDocument document, boolean landscape) {
    CTSectPr section = document.getDocument().getBody().addNewSectPr();
    CTPageSz size = section.addNewPgSz();
    size.setW(BigInteger.valueOf(landscape ? LONG_SIDE : SHORT_SIDE));
    size.setH(BigInteger.valueOf(landscape ? SHORT_SIDE : LONG_SIDE));
    size.setOrient(landscape ? STPageOrientation.LANDSCAPE : STPageOrientation.PORTRAIT);
    CTPageMar margins = section.addNewPgMar();
    margins.setLeft(BigInteger.valueOf(LEFT));
    margins.setRight(BigInteger.valueOf(RIGHT));
    margins.setTop(BigInteger.valueOf(TOP));
    margins.setBottom(BigInteger.valueOf(TOP));
    margins.setHeader(BigInteger.valueOf(twips(10)));
    margins.setFooter(BigInteger.valueOf(twips(10)));
    document.createHeader(HeaderFooterType.FIRST);
    XWPFHeader header = document.createHeader(HeaderFooterType.DEFAULT);
    XWPFParagraph number = header.createParagraph();
    number.setAlignment(ParagraphAlignment.CENTER);
    number.getCTP().addNewFldSimple().setInstr("PAGE");
  }

  private static void letterhead(DocxTables tables, FilledForm form) {
    XWPFTable table = tables.unframed(1, List.of(42f, 58f));
    XWPFTableCell left = table.getRow(0).getCell(0);
    int leftWidth = tables.share(42, 100);
    DocxText.centred(left.getParagraphs().getFirst(), form.superior(), DocxText.regular(12));
    DocxText.centred(left.addParagraph(), form.agency(), DocxText.bold(12));
    rule(left.addParagraph(), leftWidth, 24);
    DocxText.centred(left.addParagraph(), PdfReportWriter.numberLine(form), DocxText.regular(13));
    XWPFTableCell right = table.getRow(0).getCell(1);
    DocxText.centred(right.getParagraphs().getFirst(), PdfReportWriter.NATION, DocxText.bold(12));
    DocxText.centred(right.addParagraph(), PdfReportWriter.MOTTO, DocxText.bold(13));
    rule(right.addParagraph(), tables.share(58, 100), 56);
    DocxText.centred(
        right.addParagraph(),
        form.place() + ", " + TemplateText.longDate(form.day()),
        DocxText.italic(13));
  }

  private static void title(XWPFDocument document, FilledForm form, int width) {
    XWPFParagraph title = document.createParagraph();
    title.setSpacingBefore(440);
    DocxText.centred(title, form.title(), DocxText.bold(14));
    if (!form.subtitle().isEmpty()) {
      DocxText.centred(document.createParagraph(), form.subtitle(), DocxText.bold(13));
    }
    rule(document.createParagraph(), width, 18);
  }

  private static void add(XWPFDocument document, FilledBlock block, int width) {
    DocxTables tables = new DocxTables(document, width);
    switch (block) {
      case FilledBlock.Section(String text) -> {
        XWPFParagraph heading = document.createParagraph();
        heading.setSpacingBefore(160);
        heading.setKeepNext(true);
        DocxText.put(heading, text, DocxText.bold(13));
      }
      case FilledBlock.Paragraph(String text, boolean italic) -> {
        XWPFParagraph paragraph = document.createParagraph();
        paragraph.setAlignment(ParagraphAlignment.BOTH);
        paragraph.setIndentationFirstLine(italic ? 0 : twips(10));
        paragraph.setSpacingBefore(80);
        DocxText.put(paragraph, text, italic ? DocxText.italic(13) : DocxText.regular(13));
      }
      case FilledBlock.Fields(List<FilledBlock.Entry> entries) -> tables.fields(entries);
      case FilledBlock.Table table when table.rows().isEmpty() ->
          DocxText.put(document.createParagraph(), table.empty(), DocxText.italic(13));
      case FilledBlock.Table table -> tables.rows(table);
      case FilledBlock.Signature signature -> {
        document.createParagraph().setSpacingBefore(200);
        tables.signature(signature);
      }
    }
  }

  /** A short line below a text; {@code percent} of {@code width}. */
  private static void rule(XWPFParagraph paragraph, int width, int percent) {
    int beside = width * (100 - percent) / 200;
    paragraph.setIndentationLeft(beside);
    paragraph.setIndentationRight(beside);
    paragraph.setBorderTop(Borders.SINGLE);
    paragraph.setSpacingBefore(20);
    paragraph.setSpacingAfter(60);
    DocxText.put(paragraph, "", DocxText.regular(4));
  }

  private static int twips(double millimetres) {
    return (int) Math.round(millimetres * TWIPS);
  }
}
