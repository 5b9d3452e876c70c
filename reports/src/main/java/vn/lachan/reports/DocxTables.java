package vn.lachan.reports;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.poi.xwpf.usermodel.TableWidthType;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTblGrid;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTblLayoutType;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STTblLayoutType;

/**
 * Tables in a DOCX.
 *
 * @param width of the text, in twentieths of a point
 */
record DocxTables(XWPFDocument document, int width) {
  private static final int ROOM_TO_SIGN = 1160;

  int share(float part, float of) {
    return Math.round(width * part / of);
  }

  XWPFTable unframed(int rows, List<Float> widths) {
    XWPFTable table = table(rows, widths);
    table.removeBorders();
    return table;
  }

  void fields(List<FilledBlock.Entry> entries) {
    XWPFTable table = unframed(entries.size(), List.of(34f, 66f));
    for (int i = 0; i < entries.size(); i++) {
      FilledBlock.Entry entry = entries.get(i);
      put(table.getRow(i).getCell(0), entry.label() + ":", DocxText.regular(13));
      put(table.getRow(i).getCell(1), entry.value(), DocxText.regular(13));
    }
  }

  void rows(FilledBlock.Table block) {
    List<Float> widths = block.columns().stream().map(FilledBlock.Column::width).toList();
    XWPFTable table = table(block.rows().size() + 1, widths);
    table.getRow(0).setRepeatHeader(true);
    for (int column = 0; column < block.columns().size(); column++) {
      DocxText.centred(
          table.getRow(0).getCell(column).getParagraphs().getFirst(),
          block.columns().get(column).title(),
          DocxText.bold(11));
    }
    for (int row = 0; row < block.rows().size(); row++) {
      XWPFTableRow line = table.getRow(row + 1);
      line.setCantSplitRow(true);
      for (int column = 0; column < block.columns().size(); column++) {
        put(line.getCell(column), block.rows().get(row).get(column), DocxText.regular(11));
      }
    }
  }

  void signature(FilledBlock.Signature block) {
    List<Float> widths = new ArrayList<>(Collections.nCopies(1 + block.signers().size(), 1f));
    XWPFTableRow row = unframed(1, widths).getRow(0);
    row.setCantSplitRow(true);
    XWPFTableCell left = row.getCell(0);
    if (!block.recipients().isEmpty()) {
      put(left, "Nơi nhận:", DocxText.boldItalic(12));
      for (String recipient : block.recipients()) {
        DocxText.put(left.addParagraph(), "- " + recipient + ";", DocxText.regular(11));
      }
    }
    for (int i = 0; i < block.signers().size(); i++) {
      FilledBlock.Signer signer = block.signers().get(i);
      XWPFTableCell cell = row.getCell(i + 1);
      DocxText.centred(cell.getParagraphs().getFirst(), signer.position(), DocxText.bold(13));
      DocxText.centred(cell.addParagraph(), PdfReportWriter.SIGN_HERE, DocxText.italic(11));
      XWPFParagraph name = cell.addParagraph();
      name.setSpacingBefore(ROOM_TO_SIGN);
      DocxText.centred(name, signer.name(), DocxText.bold(13));
    }
  }

  private XWPFTable table(int rows, List<Float> widths) {
    XWPFTable table = document.createTable(rows, widths.size());
    table.setWidthType(TableWidthType.DXA);
    table.setWidth(width);
    CTTblLayoutType layout = table.getCTTbl().getTblPr().addNewTblLayout();
    layout.setType(STTblLayoutType.FIXED);
    float all = (float) widths.stream().mapToDouble(Float::doubleValue).sum();
    CTTblGrid grid =
        table.getCTTbl().getTblGrid() == null
            ? table.getCTTbl().addNewTblGrid()
            : table.getCTTbl().getTblGrid();
    for (int column = 0; column < widths.size(); column++) {
      int share = share(widths.get(column), all);
      grid.addNewGridCol().setW(BigInteger.valueOf(share));
      for (XWPFTableRow row : table.getRows()) {
        row.getCell(column).setWidthType(TableWidthType.DXA);
        row.getCell(column).setWidth(String.valueOf(share));
      }
    }
    return table;
  }

  private static void put(XWPFTableCell cell, String text, DocxText.Look look) {
    DocxText.put(cell.getParagraphs().getFirst(), text, look);
  }
}
