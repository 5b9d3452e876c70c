package vn.lachan.reports.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.lachan.audit.Actor;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.SignatureVerdict;
import vn.lachan.backup.signature.Trust;
import vn.lachan.backup.signature.report.FullReport;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.sample.SampleTimestamps;
import vn.lachan.backup.signature.seal.PdfSealer;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.MemoryAuditTrail;
import vn.lachan.incidents.StaleVersionException;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.reports.DocxReportWriter;
import vn.lachan.reports.FilledForm;
import vn.lachan.reports.FolderReportArchive;
import vn.lachan.reports.IssuedReport;
import vn.lachan.reports.PdfReportWriter;
import vn.lachan.reports.ReportArchive;
import vn.lachan.reports.ReportContent;
import vn.lachan.reports.ReportException;
import vn.lachan.reports.ReportForms;
import vn.lachan.reports.ReportHead;
import vn.lachan.reports.ReportWriter;
import vn.lachan.reports.Reports;
import vn.lachan.reports.TestPki;

class FormDraftsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Actor LAN = new Actor("lan", "catinh", List.of("DIEU_PHOI"));
  private static final Actor HOA = new Actor("hoa", "catinh", List.of("DIEU_PHOI"));
  private static final String SUBJECT = "incident:SC-2026-001";
  private static final SamplePki PKI = TestPki.get();

  private static final PdfReportWriter PDF = new PdfReportWriter();
  private static final DataSource DATABASE = TestDatabase.h2();

  @TempDir Path folder;

  private final MemoryAuditTrail trail = new MemoryAuditTrail();
  private Reports reports;
  private FormDrafts drafts;

  @BeforeEach
  void open() {
    drafts = drafts(Optional.empty(), DraftLimits.DEFAULT);
  }

  @Test
  void keepsEveryEditWithWhoAndWhatStoodBefore() {
    FormDraft draft = create("Mô tả cũ");
    String place = place(draft, "Mã số thuế");
    FormDraft edited = drafts.edit(HOA, draft.id(), 1, List.of(text(place, "5000123456")));

    assertThat(edited.version()).isEqualTo(2);
    assertThat(drafts.find(draft.id())).contains(edited);
    assertThat(drafts.changes(draft.id()))
        .singleElement()
        .satisfies(change -> {
          assertThat(change.actor()).isEqualTo("hoa");
          assertThat(change.label()).isEqualTo("Mã số thuế");
          assertThat(change.was()).isEqualTo(FilledForm.BLANK);
          assertThat(change.became()).isEqualTo("5000123456");
        });
    assertThat(trail.actions()).containsExactly("form.create", "form.edit");
  }

  @Test
  void refusesWhoEditsAnOldVersion() {
    FormDraft draft = create("x");
    String place = place(draft, "Mã số thuế");
    drafts.edit(HOA, draft.id(), 1, List.of(text(place, "1")));
    assertThatExceptionOfType(StaleVersionException.class)
        .isThrownBy(() -> drafts.edit(LAN, draft.id(), 1, List.of(text(place, "2"))));
    assertThat(drafts.changes(draft.id())).hasSize(1);
  }

  @Test
  void refusesWhatDoesNotFitTheForm() {
    drafts = drafts(Optional.empty(), new DraftLimits(10, 2, 3));
    FormDraft draft = create("x");
    for (FormEdit wrong :
        List.of(
            text("b99.1", "x"),
            text("nơi khác", "x"),
            text("b3.99", "x"),
            text(place(draft, "Mã số thuế"), "dài hơn mười ký tự"),
            new FormEdit.Rows(0, List.of()),
            new FormEdit.Rows(7, List.of(List.of("một ô"))))) {
      assertThatExceptionOfType(InvalidRequestException.class)
          .as(wrong.toString())
          .isThrownBy(() -> drafts.edit(LAN, draft.id(), 1, List.of(wrong)));
    }
    assertThat(drafts.find(draft.id())).contains(draft);
  }

  @Test
  void takesWhatIsNewWithoutLosingWhatWasWritten() {
    FormDraft draft = create("Mô tả cũ");
    drafts.edit(HOA, draft.id(), 1, List.of(text(place(draft, "Mã số thuế"), "5000123456")));
    FormDraft refilled = drafts.refill(LAN, draft.id(), 2, filled("Mô tả mới"));

    assertThat(value(refilled, "Mã số thuế")).isEqualTo("5000123456");
    assertThat(value(refilled, "Hành vi")).isEqualTo("Mô tả mới");
    assertThat(refilled.version()).isEqualTo(3);
  }

  @Test
  void keepsTheTableThatWasEdited() {
    FormDraft draft = create("x");
    int table = table(draft.document());
    FormDraft edited =
        drafts.edit(
            HOA,
            draft.id(),
            1,
            List.of(new FormEdit.Rows(table, List.of(List.of("1", "biên bản.pdf", "")))));
    assertThat(drafts.changes(draft.id()).getFirst().became()).contains("biên bản.pdf");
    FormDraft refilled = drafts.refill(LAN, draft.id(), edited.version(), filled("y"));
    assertThat(refilled.document().blocks().get(table))
        .isEqualTo(edited.document().blocks().get(table));
  }

  @Test
  void listsWhatIsMissingBeforeItIsSigned() {
    FormDraft draft = create("x");
    assertThatExceptionOfType(BlankPlacesException.class)
        .isThrownBy(() -> drafts.sign(LAN, draft.id(), 1, false, null))
        .satisfies(refused ->
            assertThat(refused.blanks())
                .extracting(FilledForm.Blank::label)
                .contains("Mã số thuế", "Website"));
    assertThat(reports.archive().all()).isEmpty();
  }

  @Test
  void isNeverChangedOnceSigned() {
    FormDraft draft = create("x");
    FormDraft signed = drafts.sign(LAN, draft.id(), 1, true, null);

    assertThat(signed.state()).isEqualTo(FormDraft.State.SIGNED);
    assertThat(signed.signed().level()).isEqualTo(FormDraft.SignatureLevel.NONE);
    assertThat(signed.document().day()).isEqualTo(LocalDate.of(2026, 11, 20));
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> drafts.edit(LAN, draft.id(), signed.version(), List.of()));
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> drafts.sign(LAN, draft.id(), signed.version(), true, null));
    assertThat(reports.archive().all()).hasSize(1);
    assertThat(trail.actions()).containsExactly("form.create", "report.issue", "form.sign");
    assertThat(drafts.pdf(signed)).isEqualTo(drafts.pdf(drafts.find(draft.id()).orElseThrow()));
    assertThat(drafts.docx(signed)).isNotEmpty();
  }

  @Test
  void carriesASignatureThatDssFindsValid() throws Exception {
    Trust trust = PKI.writeTrust(Files.createDirectories(folder.resolve("trust")));
    PdfSealer sealer =
        new PdfSealer(PKI.key(SampleIdentity.LEADER), new SampleTimestamps(PKI, CLOCK), CLOCK);
    drafts = drafts(Optional.of(sealer), DraftLimits.DEFAULT);
    FormDraft draft = create("x");
    FormDraft signed = drafts.sign(LAN, draft.id(), 1, true, null);
    assertThat(signed.signed().level()).isEqualTo(FormDraft.SignatureLevel.PADES_T);

    Path file = Files.write(folder.resolve("mau-08.pdf"), drafts.pdf(signed));
    assertThat(new SignatureCheck(trust, SignatureSettings.DEFAULT, CLOCK).file(file))
        .singleElement()
        .satisfies(verdict -> {
          assertThat(verdict.isValid()).as(verdict.toString()).isTrue();
          assertThat(verdict.signer().commonName()).isEqualTo("Nguyễn Thị Lan");
        });
    FullReport.Result dss =
        new FullReport(trust, SignatureSettings.DEFAULT, CLOCK)
            .write(file, folder.resolve("dss"), "mau-08");
    assertThat(dss)
        .isInstanceOfSatisfying(
            FullReport.Result.Written.class,
            written ->
                assertThat(written.conclusions())
                    .extracting(FullReport.Conclusion::indication)
                    .containsExactly("TOTAL_PASSED"));

    byte[] changed = drafts.pdf(signed);
    changed[changed.length / 3] ^= 1;
    Files.write(file, changed);
    List<SignatureVerdict> verdicts =
        new SignatureCheck(trust, SignatureSettings.DEFAULT, CLOCK).file(file);
    assertThat(verdicts).noneMatch(SignatureVerdict::isValid);
  }

  private FormDraft create(String what) {
    return drafts.create(LAN, SUBJECT, "", filled(what));
  }

  @ParameterizedTest
  @EnumSource
  void aCrashWhileSigningEndsInOneSignedDocument(Crash point) throws Exception {
    PdfSealer sealer = new PdfSealer(PKI.key(SampleIdentity.LEADER), null, CLOCK);
    FolderReportArchive archive = FolderReportArchive.open(folder.resolve("bao-cao"));
    List<String> heard = new ArrayList<>();
    FormDrafts dying =
        drafts(
            Optional.of(sealer),
            DraftLimits.DEFAULT,
            new CrashingArchive(archive, point),
            CLOCK,
            (by, report, clocks) -> {
              heard.add(report.id() + clocks);
              point.dieAt(Crash.AFTER_IT_WAS_HEARD);
            });
    FormDraft draft = create("x");
    assertThatExceptionOfType(Crash.Killed.class)
        .isThrownBy(() -> dying.sign(LAN, draft.id(), 1, true, Set.of("IR-24H")));
    assertThatExceptionOfType(IllegalTransitionException.class)
        .as("nobody changes what is being signed")
        .isThrownBy(() -> dying.edit(LAN, draft.id(), 1, List.of()));
    Optional<byte[]> laidDown = onlyPdf();

    FormDrafts next =
        drafts(
            Optional.of(sealer),
            DraftLimits.DEFAULT,
            FolderReportArchive.open(folder.resolve("bao-cao")),
            Clock.fixed(NOW.plusSeconds(600), ZoneOffset.UTC),
            (by, report, clocks) -> heard.add(report.id() + clocks));
    assertThat(next.resume()).isEqualTo(1);
    assertThat(next.resume()).as("there is nothing left").isZero();

    FormDraft signed = next.find(draft.id()).orElseThrow();
    assertThat(signed.state()).isEqualTo(FormDraft.State.SIGNED);
    assertThat(signed.version()).isEqualTo(2);
    assertThat(signed.signed().at()).isEqualTo(NOW);
    assertThat(signed.signed().by()).isEqualTo("lan");
    assertThat(signed.signed().level()).isEqualTo(FormDraft.SignatureLevel.PADES_B);
    assertThat(reports.archive().all()).hasSize(1);
    assertThat(next.pdf(signed)).isEqualTo(onlyPdf().orElseThrow());
    laidDown.ifPresent(before -> assertThat(next.pdf(signed)).isEqualTo(before));
    assertThat(heard).containsOnly(signed.signed().report() + "[IR-24H]");
    assertThat(trail.actions()).endsWith("form.sign").containsOnlyOnce("form.sign");
  }

  @Test
  void aFailureWhileSigningLeavesTheDraftAsItWas() {
    FormDrafts failing =
        drafts(
            Optional.empty(),
            DraftLimits.DEFAULT,
            FolderReportArchive.open(folder.resolve("bao-cao")),
            CLOCK,
            WhenSigned.NOTHING,
            new BrokenWriter());
    FormDraft draft = create("x");
    assertThatExceptionOfType(ReportException.class)
        .isThrownBy(() -> failing.sign(LAN, draft.id(), 1, true, null));
    assertThat(drafts.find(draft.id())).contains(draft);
    assertThat(drafts.sign(HOA, draft.id(), 1, true, null).signed().by()).isEqualTo("hoa");
  }

  private static final class BrokenWriter implements ReportWriter {
    @Override
    public void write(FilledForm form, OutputStream out) {
      throw new ReportException("no space", new IOException("no space"));
    }

    @Override
    public String mediaType() {
      return PDF.mediaType();
    }
  }

  /** The PDF in the folder of reports; there is never a second one. */
  private Optional<byte[]> onlyPdf() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("bao-cao"))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".pdf")).toList();
      assertThat(found).hasSizeLessThanOrEqualTo(1);
      return found.isEmpty() ? Optional.empty() : Optional.of(Files.readAllBytes(found.getFirst()));
    }
  }

  /** Where the process dies. */
  enum Crash {
    BEFORE_THE_DOCUMENT,
    AFTER_THE_DOCUMENT,
    AFTER_THE_AUDIT_TRAIL,
    AFTER_IT_WAS_ISSUED,
    AFTER_IT_WAS_HEARD;

    void dieAt(Crash point) {
      if (this == point) {
        throw new Killed();
      }
    }

    /** No exception that anything would catch: the process is gone. */
    static final class Killed extends Error {
      private static final long serialVersionUID = 1;
    }
  }

  private record CrashingArchive(ReportArchive archive, Crash point) implements ReportArchive {
    @Override
    public void prepare(String id, byte[] document) {
      point.dieAt(Crash.BEFORE_THE_DOCUMENT);
      archive.prepare(id, document);
      point.dieAt(Crash.AFTER_THE_DOCUMENT);
    }

    @Override
    public Optional<byte[]> prepared(String id) {
      return archive.prepared(id);
    }

    @Override
    public void keep(IssuedReport report, byte[] document, byte[] json) {
      point.dieAt(Crash.AFTER_THE_AUDIT_TRAIL);
      archive.keep(report, document, json);
      point.dieAt(Crash.AFTER_IT_WAS_ISSUED);
    }

    @Override
    public List<IssuedReport> all() {
      return archive.all();
    }

    @Override
    public Optional<IssuedReport> find(String id) {
      return archive.find(id);
    }

    @Override
    public byte[] document(IssuedReport report) {
      return archive.document(report);
    }

    @Override
    public byte[] json(IssuedReport report) {
      return archive.json(report);
    }
  }

  private FormDrafts drafts(Optional<PdfSealer> sealer, DraftLimits limits) {
    return drafts(
        sealer,
        limits,
        FolderReportArchive.open(folder.resolve("bao-cao")),
        CLOCK,
        WhenSigned.NOTHING);
  }

  private FormDrafts drafts(
      Optional<PdfSealer> sealer,
      DraftLimits limits,
      ReportArchive archive,
      Clock clock,
      WhenSigned listener) {
    return drafts(sealer, limits, archive, clock, listener, PDF);
  }

  private FormDrafts drafts(
      Optional<PdfSealer> sealer,
      DraftLimits limits,
      ReportArchive archive,
      Clock clock,
      WhenSigned listener,
      ReportWriter writer) {
    reports = new Reports(ReportForms.builtIn(), PDF, archive, trail, clock);
    return new FormDrafts(
        DATABASE, reports, writer, new DocxReportWriter(), sealer, trail, listener, clock, limits);
  }

  private static FormEdit text(String place, String text) {
    return new FormEdit.Text(place, text);
  }

  private static String place(FormDraft draft, String label) {
    return draft.blanks().stream()
        .filter(blank -> blank.label().equals(label))
        .findFirst()
        .orElseThrow()
        .place();
  }

  private static String value(FormDraft draft, String label) {
    return draft.document().blocks().stream()
        .filter(vn.lachan.reports.FilledBlock.Fields.class::isInstance)
        .map(vn.lachan.reports.FilledBlock.Fields.class::cast)
        .flatMap(fields -> fields.entries().stream())
        .filter(entry -> entry.label().equals(label))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static int table(FilledForm form) {
    for (int i = 0; i < form.blocks().size(); i++) {
      if (form.blocks().get(i) instanceof vn.lachan.reports.FilledBlock.Table) {
        return i;
      }
    }
    throw new AssertionError("no table");
  }

  private static FilledForm filled(String what) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("issuer", Map.of("name", "CÔNG AN TỈNH"));
    values.put("incident", Map.of("id", "SC-2026-001", "summary", what, "detectedAt", NOW));
    return FilledForm.of(
        ReportForms.builtIn().find("mau-08-nd356").orElseThrow(),
        new ReportHead("", "Tuyên Quang", LocalDate.of(2026, 11, 19)),
        new ReportContent(new LinkedHashMap<>(values)));
  }
}
