package vn.lachan.reports;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.drill.DrillEnd;
import vn.lachan.backup.drill.MinutesPrinter;
import vn.lachan.backup.signature.seal.MinutesChain;

/** Minutes of drills by the form {@value #FORM}, for those who have no archive of reports. */
public final class PdfDrillMinutes implements MinutesPrinter {

  /** Id of the form of minutes. */
  public static final String FORM = "dien-tap-bien-ban";

  private final ReportForm form;
  private final ReportWriter writer;
  private final Clock clock;

  /** By the form that comes with the product. */
  public PdfDrillMinutes(Clock clock) {
    this.form = ReportForms.builtIn().find(FORM).orElseThrow();
    this.writer = new PdfReportWriter();
    this.clock = clock;
  }

  @Override
  public byte[] print(DrillEnd end, Names names, MinutesChain.Link link, MinutesChain.Seal seal) {
    ReportContent content = DrillContent.of(form, end, names.system(), names.issuer(), Map.of());
    LocalDate day = clock.instant().atZone(TemplateText.ZONE).toLocalDate();
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    writer.write(
        form, new ReportHead("", Reports.PLACE, day), placed(content, link, seal), document);
    return document.toByteArray();
  }

  /** The content with its place in the chain. */
  static ReportContent placed(
      ReportContent content, MinutesChain.Link link, MinutesChain.Seal seal) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(content.values());
    values.put(
        "minutes",
        Map.of(
            "number",
            link.number(),
            "previous",
            link.previous().isEmpty() ? "đây là biên bản đầu tiên" : link.previous(),
            "seal",
            seal.vietnamese()));
    return new ReportContent(values);
  }
}
