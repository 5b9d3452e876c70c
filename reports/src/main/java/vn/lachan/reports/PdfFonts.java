package vn.lachan.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.openpdf.text.DocumentException;
import org.openpdf.text.Font;
import org.openpdf.text.pdf.BaseFont;

/** The typeface of the documents: Liberation Serif, metrics of Times New Roman, embedded. */
record PdfFonts(BaseFont upright, BaseFont heavy, BaseFont slanted, BaseFont heavySlanted) {

  static PdfFonts load() {
    return new PdfFonts(font("Regular"), font("Bold"), font("Italic"), font("BoldItalic"));
  }

  Font regular(float size) {
    return new Font(upright, size);
  }

  Font bold(float size) {
    return new Font(heavy, size);
  }

  Font italic(float size) {
    return new Font(slanted, size);
  }

  Font boldItalic(float size) {
    return new Font(heavySlanted, size);
  }

  private static BaseFont font(String style) {
    String name = "LiberationSerif-" + style + ".ttf";
    try (InputStream in = PdfFonts.class.getResourceAsStream("/fonts/" + name)) {
      if (in == null) {
        throw new IllegalStateException("typeface is missing from the product: " + name);
      }
      return BaseFont.createFont(
          name, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, true, in.readAllBytes(), null);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read typeface " + name, e);
    } catch (DocumentException e) {
      throw new ReportException("cannot use typeface " + name, e);
    }
  }
}
