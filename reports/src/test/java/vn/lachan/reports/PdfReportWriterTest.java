package vn.lachan.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;

class PdfReportWriterTest {
  private static final ReportHead HEAD =
      new ReportHead("12/BC-CAT", "Tuyên Quang", LocalDate.of(2026, 2, 5));

  @Test
  void printsEveryVietnameseLetter() throws IOException {
    String text = text(write("su-co-bao-cao"));
    assertThat(text)
        .contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .contains("Độc lập - Tự do - Hạnh phúc")
        .contains("Chèn nội dung cờ bạc vào cổng dịch vụ công")
        .contains("ẩẫậổỗộửữựỹỵỷđĐ");
  }

  @Test
  void datesTheDocumentAsDecree30Asks() throws IOException {
    assertThat(text(write("su-co-bao-cao"))).contains("Tuyên Quang, ngày 05 tháng 02 năm 2026");
  }

  @Test
  void leavesDotsWhereThePlatformKnowsNothing() throws IOException {
    assertThat(text(write("su-co-thong-bao-ban-dau")))
        .contains(TemplateText.BLANK)
        .doesNotContain("{{")
        .doesNotContain("null");
  }

  @Test
  void embedsItsTypeface() throws IOException {
    try (PDDocument document = Loader.loadPDF(write("su-co-bao-cao"))) {
      for (var page : document.getPages()) {
        for (var name : page.getResources().getFontNames()) {
          PDFont font = page.getResources().getFont(name);
          assertThat(font.isEmbedded()).as(font.getName()).isTrue();
        }
      }
    }
  }

  @Test
  void numbersThePagesFromTheSecondOn() throws IOException {
    try (PDDocument document = Loader.loadPDF(write("su-co-bao-cao"))) {
      assertThat(document.getNumberOfPages()).isGreaterThan(2);
      assertThat(firstLine(document, 1)).startsWith("UBND TỈNH");
      assertThat(firstLine(document, 2)).isEqualTo("2");
      assertThat(firstLine(document, 3)).isEqualTo("3");
    }
  }

  @Test
  void putsTheIssuingBodyLeftAndTheMottoRight() throws IOException {
    try (PDDocument document = Loader.loadPDF(write("su-co-bao-cao"))) {
      assertThat(positionOf(document, "UBND TỈNH")).isLessThan(positionOf(document, "CỘNG HÒA"));
      assertThat(positionOf(document, "CỘNG HÒA")).isGreaterThan(595 * 0.4f);
    }
  }

  @Test
  void everyBuiltInFormCanBeWritten() throws IOException {
    for (ReportForm form : ReportForms.builtIn().all()) {
      byte[] pdf = write(form.id());
      Path folder = Files.createDirectories(Path.of("target", "samples"));
      Files.write(folder.resolve(form.id() + ".pdf"), pdf);
      try (PDDocument document = Loader.loadPDF(pdf)) {
        var image = new PDFRenderer(document).renderImageWithDPI(0, 80);
        javax.imageio.ImageIO.write(image, "png", folder.resolve(form.id() + ".png").toFile());
      }
      assertThat(text(pdf)).as(form.id()).contains(form.title());
    }
  }

  private static byte[] write(String form) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportForm chosen = ReportForms.builtIn().find(form).orElseThrow();
    new PdfReportWriter().write(chosen, HEAD, Samples.incident(), out);
    return out.toByteArray();
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    }
  }

  private static String firstLine(PDDocument document, int page) throws IOException {
    PDFTextStripper stripper = new PDFTextStripper();
    stripper.setStartPage(page);
    stripper.setEndPage(page);
    stripper.setSortByPosition(true);
    return stripper.getText(document).strip().lines().findFirst().orElse("").strip();
  }

  private static float positionOf(PDDocument document, String text) throws IOException {
    float[] found = {-1};
    PDFTextStripper stripper =
        new PDFTextStripper() {
          @Override
          protected void writeString(String line, List<TextPosition> positions) {
            int at = line.indexOf(text);
            if (at >= 0 && found[0] < 0) {
              found[0] = positions.get(at).getX();
            }
          }
        };
    stripper.getText(document);
    return found[0];
  }
}
