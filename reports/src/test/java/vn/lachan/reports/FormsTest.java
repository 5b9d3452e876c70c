package vn.lachan.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form, laid out both ways. */
class FormsTest {
  private static final ReportHead HEAD =
      new ReportHead("12/BC-CAT", "Tuyên Quang", LocalDate.of(2026, 11, 22));
  private static final PdfReportWriter PDF = new PdfReportWriter();
  private static final String PIXELS = "lachan.forms.images";

  static Stream<String> forms() {
    return ReportForms.builtIn().all().stream().map(ReportForm::id);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void saysTheSameInPdfAndDocx(String id) throws IOException {
    FilledForm form = filled(id);
    byte[] pdf = write(PDF, form);
    byte[] docx = write(new DocxReportWriter(), form);
    keep(id, pdf, docx);
    String inPdf = squeezed(pdfText(pdf));
    String inDocx = squeezed(docxText(docx));
    for (String text : texts(form)) {
      assertThat(inPdf).as("PDF of " + id).contains(squeezed(text));
      assertThat(inDocx).as("DOCX of " + id).contains(squeezed(text));
    }
    assertThat(inPdf).doesNotContain("{{").doesNotContain("null");
  }

  @ParameterizedTest
  @MethodSource("forms")
  void takesAnEditAtEveryPlace(String id) {
    FilledForm form = filled(id);
    for (FormPlaces.Place place : FormPlaces.all(form)) {
      FilledForm edited = form.with(place.id(), "Sửa tại " + place.id());
      assertThat(edited.text(place.id())).contains("Sửa tại " + place.id());
      assertThat(FormPlaces.all(edited)).hasSameSizeAs(FormPlaces.all(form));
    }
  }

  @Test
  void namesWhatIsMissingWithTheWordsBesideIt() {
    FilledForm form = filled("mau-08-nd356");
    assertThat(form.blanks())
        .extracting(FilledForm.Blank::label)
        .contains("Mã số thuế", "Email", "Họ tên: ĐẠI DIỆN CƠ QUAN, TỔ CHỨC")
        .doesNotContain("Tên cơ quan, tổ chức");
    String place =
        form.blanks().stream()
            .filter(blank -> blank.label().equals("Mã số thuế"))
            .findFirst()
            .orElseThrow()
            .place();
    assertThat(form.with(place, "5000123456").blanks()).hasSize(form.blanks().size() - 1);
  }

  @Test
  void everyFormOfTheLawIsThere() {
    ReportForms forms = ReportForms.builtIn();
    LocalDate today = LocalDate.of(2026, 11, 22);
    assertThat(forms.ofIncident("vn-2026", today))
        .extracting(ReportForm::id)
        .containsExactly(
            "su-co-phieu-ghi-nhan",
            "su-co-thong-bao-ban-dau",
            "su-co-bao-cao",
            "su-co-bao-cao-ket-thuc",
            "dlcn-bien-ban-xac-nhan",
            "su-co-danh-gia-sau",
            "chung-cu-bien-ban-thu-thap",
            "mau-08-nd356",
            "thong-bao-chu-the");
    assertThat(forms.ofIncident("vn-2017", today))
        .extracting(ReportForm::id)
        .contains("mau-03-tt20", "mau-04-tt20", "mau-03-nd13", "su-co-danh-gia-sau")
        .doesNotContain("mau-08-nd356");
    assertThat(forms.about(ReportForm.Subject.PERIOD, today))
        .extracting(ReportForm::id)
        .containsExactlyInAnyOrder("mau-08-nd331", "mau-01-tt20", "mau-02-tt20", "mau-05-tt20");
  }

  @Test
  void layTheAnnualReportOnItsLongSide() throws IOException {
    try (PDDocument pdf = Loader.loadPDF(write(PDF, filled("mau-08-nd331")))) {
      assertThat(pdf.getPage(0).getMediaBox().getWidth())
          .isGreaterThan(pdf.getPage(0).getMediaBox().getHeight());
    }
    try (XWPFDocument docx =
        new XWPFDocument(
            new ByteArrayInputStream(write(new DocxReportWriter(), filled("mau-08-nd331"))))) {
      var size = docx.getDocument().getBody().getSectPr().getPgSz();
      assertThat(((Number) size.getW()).intValue())
          .isGreaterThan(((Number) size.getH()).intValue());
    }
  }

  @Test
  void saysThatItIsPdfA() throws IOException {
    try (PDDocument pdf = Loader.loadPDF(write(PDF, filled("su-co-bao-cao")))) {
      assertThat(pdf.getDocumentCatalog().getOutputIntents()).hasSize(1);
      assertThat(
              new String(
                  pdf.getDocumentCatalog().getMetadata().toByteArray(),
                  java.nio.charset.StandardCharsets.UTF_8))
          .contains("pdfaid");
    }
  }

  @Test
  void keepsLinesAndOddLettersInBoth() throws IOException {
    FilledForm form = filled("su-co-bao-cao");
    String place =
        form.blanks().stream()
            .filter(blank -> blank.label().equals("6. Kiến nghị"))
            .findFirst()
            .orElseThrow()
            .place();
    FilledForm edited = form.with(place, "Dòng một <b>&amp;\n{{incident.title}} ẩẫậổỗộửữựỹỵỷđĐ");
    assertThat(pdfText(write(PDF, edited)))
        .contains("<b>&amp;")
        .contains("{{incident.title}} ẩẫậổỗộửữựỹỵỷđĐ");
    assertThat(docxText(write(new DocxReportWriter(), edited)))
        .contains("Dòng một <b>&amp;\n{{incident.title}} ẩẫậổỗộửữựỹỵỷđĐ");
  }

  /** The form with values for everything that lists can hold. */
  private static FilledForm filled(String id) {
    Map<String, Object> values = new LinkedHashMap<>(Samples.incident().values());
    String sha256 = "3f".repeat(32);
    values.put(
        "evidence",
        List.of(
            Map.of(
                "name",
                "nhật-ký-truy-cập.log",
                "sha256",
                sha256,
                "size",
                1_234_567,
                "collectedBy",
                "lan",
                "collectedAt",
                Samples.T0,
                "collectedFrom",
                "Máy chủ web số 2")));
    values.put(
        "searches",
        List.of(
            Map.of(
                "name",
                "tim-kiem.ndjson",
                "query",
                "event.action:dang_nhap AND source.ip:203.0.113.7",
                "from",
                Samples.T0,
                "to",
                Samples.T0.plusSeconds(3600),
                "events",
                1203)));
    values.put(
        "custody",
        List.of(
            Map.of(
                "at", Samples.T0,
                "name", "nhật-ký-truy-cập.log",
                "act", "Bàn giao",
                "actor", "lan",
                "party", "Phòng PA05",
                "note", "Biên bản số 7")));
    values.put("period", Map.of("year", "2026", "name", "năm 2026"));
    values.put("totals", Map.of("managed", 4, "classified", 4, "approved", 3, "incidents", 17));
    values.put("clocks", List.of(clock()));
    values.put("units", List.of("UBND xã Tân Trào", "UBND phường Minh Xuân"));
    values.put(
        "categories",
        Collections.nCopies(
            3, Map.of("name", "Mã hóa dữ liệu tống tiền", "count", 2, "closed", 1)));
    return FilledForm.of(
        ReportForms.builtIn().find(id).orElseThrow(),
        HEAD,
        new ReportContent(new LinkedHashMap<>(values)));
  }

  private static Map<String, Object> clock() {
    return Map.of(
        "name", "Báo cáo sự cố (72 giờ)",
        "addressee", "Công an tỉnh, báo cáo Cục A05",
        "dueAt", Samples.T0.plusSeconds(72 * 3600),
        "state", "Đang chạy");
  }

  private static List<String> texts(FilledForm form) {
    List<String> texts =
        new ArrayList<>(FormPlaces.all(form).stream().map(FormPlaces.Place::text).toList());
    for (FilledBlock block : form.blocks()) {
      switch (block) {
        case FilledBlock.Section(String text) -> texts.add(text);
        case FilledBlock.Fields fields ->
            fields.entries().forEach(entry -> texts.add(entry.label()));
        case FilledBlock.Table table when table.rows().isEmpty() -> texts.add(table.empty());
        case FilledBlock.Table table ->
            table.columns().forEach(column -> texts.add(column.title()));
        case FilledBlock.Paragraph _, FilledBlock.Signature _ -> {}
      }
    }
    return texts;
  }

  private static byte[] write(ReportWriter writer, FilledForm form) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(form, out);
    return out.toByteArray();
  }

  private static String pdfText(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static String docxText(byte[] docx) throws IOException {
    try (XWPFWordExtractor text =
        new XWPFWordExtractor(new XWPFDocument(new ByteArrayInputStream(docx)))) {
      return text.getText();
    }
  }

  /** Lines break where the page ends; the letters must be the same. */
  private static String squeezed(String text) {
    return text.replaceAll("[\\s\\u00a0]+", "");
  }

  /** {@code -Dlachan.forms.images=true} also paints every page, to be looked at. */
  private static void keep(String id, byte[] pdf, byte[] docx) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "samples"));
    Files.write(folder.resolve(id + ".pdf"), pdf);
    Files.write(folder.resolve(id + ".docx"), docx);
    if (Boolean.getBoolean(PIXELS)) {
      try (PDDocument document = Loader.loadPDF(pdf)) {
        for (int page = 0; page < document.getNumberOfPages(); page++) {
          javax.imageio.ImageIO.write(
              new PDFRenderer(document).renderImageWithDPI(page, 60),
              "png",
              folder.resolve(id + "-" + (page + 1) + ".png").toFile());
        }
      }
    }
  }
}
