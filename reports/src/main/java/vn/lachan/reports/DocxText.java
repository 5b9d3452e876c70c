package vn.lachan.reports;

import java.util.List;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;

/** Texts in a DOCX. */
final class DocxText {
  static final String TYPEFACE = "Times New Roman";

  /** How a text looks; {@code size} in points. */
  record Look(int size, boolean bold, boolean italic) {}

  private DocxText() {}

  static Look regular(int size) {
    return new Look(size, false, false);
  }

  static Look bold(int size) {
    return new Look(size, true, false);
  }

  static Look italic(int size) {
    return new Look(size, false, true);
  }

  static Look boldItalic(int size) {
    return new Look(size, true, true);
  }

  /** Adds {@code text}; its lines stay lines. */
  static void put(XWPFParagraph paragraph, String text, Look look) {
    if (paragraph.getSpacingAfter() < 0) {
      paragraph.setSpacingAfter(0);
    }
    XWPFRun run = paragraph.createRun();
    run.setFontFamily(TYPEFACE);
    run.setFontFamily(TYPEFACE, XWPFRun.FontCharRange.eastAsia);
    run.setFontFamily(TYPEFACE, XWPFRun.FontCharRange.hAnsi);
    run.setFontFamily(TYPEFACE, XWPFRun.FontCharRange.cs);
    run.setFontSize(look.size());
    run.setBold(look.bold());
    run.setItalic(look.italic());
    run.setLang("vi-VN");
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) {
        run.addBreak();
      }
      run.setText(lines.get(i), i == 0 ? 0 : -1);
    }
  }

  static void centred(XWPFParagraph paragraph, String text, Look look) {
    paragraph.setAlignment(ParagraphAlignment.CENTER);
    put(paragraph, text, look);
  }
}
