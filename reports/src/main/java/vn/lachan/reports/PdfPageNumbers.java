package vn.lachan.reports;

import org.openpdf.text.Document;
import org.openpdf.text.Element;
import org.openpdf.text.Phrase;
import org.openpdf.text.pdf.ColumnText;
import org.openpdf.text.pdf.PdfPageEventHelper;
import org.openpdf.text.pdf.PdfWriter;

/** Page numbers in the middle of the top margin, from the second page on (Decree 30/2020). */
final class PdfPageNumbers extends PdfPageEventHelper {
  private final PdfFonts fonts;

  PdfPageNumbers(PdfFonts fonts) {
    this.fonts = fonts;
  }

  @Override
  public void onEndPage(PdfWriter writer, Document document) {
    if (writer.getPageNumber() < 2) {
      return;
    }
    ColumnText.showTextAligned(
        writer.getDirectContent(),
        Element.ALIGN_CENTER,
        new Phrase(String.valueOf(writer.getPageNumber()), fonts.regular(13)),
        (document.left() + document.right()) / 2,
        document.top() + 20,
        0);
  }
}
