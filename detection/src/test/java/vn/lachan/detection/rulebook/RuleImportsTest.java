package vn.lachan.detection.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.detection.rulebook.TestBook.LAN;
import static vn.lachan.detection.rulebook.TestBook.USB;
import static vn.lachan.detection.rulebook.TestBook.USB_RULE;
import static vn.lachan.detection.rulebook.TestBook.USB_TESTS;
import static vn.lachan.detection.rulebook.TestBook.delivered;
import static vn.lachan.detection.rulebook.TestBook.rule;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.detection.rulebook.RulebookException.Reason;
import vn.lachan.events.TestData;

class RuleImportsTest {
  private static final ImportRequest DRAFTS =
      new ImportRequest("Bộ mẫu", "DRL 1.1", false, "", false);
  private static final ImportRequest ENABLED =
      new ImportRequest("Bộ mẫu", "DRL 1.1", true, "bộ quy tắc công khai", true);

  private static byte[] zip(Map<String, String> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static RuleArchive archive(Map<String, String> files) {
    return RuleArchive.read(new ByteArrayInputStream(zip(files)), RulebookSettings.DEFAULT);
  }

  @Test
  void everyFileIsAccountedFor() {
    TestBook test = new TestBook(TestDatabase.h2(), delivered(rule("giao-san", "Giao sẵn", "x")));
    Map<String, String> files = new LinkedHashMap<>();
    files.put("sigma/rules/a.yml", USB_RULE);
    files.put("sigma/rules/a.test.yml", USB_TESTS);
    files.put("sigma/rules/b.yml", rule("b", "B", "b"));
    files.put("sigma/rules/b2.yml", rule("b", "B lần hai", "b"));
    files.put("sigma/rules/c.yml", rule("giao-san", "Trùng", "c"));
    files.put("sigma/rules/broken.yml", "title: hỏng\nid: hong\nlogsource: {}\n");
    files.put(
        "sigma/rules/lost.yml",
        "title: lạc\nid: lac\ncorrelation: {type: temporal, rules: [khong, co], timespan: 1m}\n");
    files.put("sigma/deprecated/d.yml", rule("d", "D", "d"));
    files.put("sigma/README.md", "# đọc");
    files.put("../../etc/cron.d/x.yml", rule("e", "E", "e"));

    ImportReport report = test.book.imports().take(LAN, ENABLED, archive(files));

    assertThat(report.added()).extracting(ImportReport.Item::id).containsExactly(USB, "b");
    assertThat(report.enabled()).isEqualTo(2);
    assertThat(report.duplicates())
        .extracting(ImportReport.Item::id)
        .containsExactly("b", "giao-san");
    assertThat(report.refused()).extracting(RuleProblem::rule).containsExactly("hong", "lac");
    assertThat(report.skipped()).hasSize(2);
    assertThat(test.alerts("b")).containsExactly("b");
    assertThat(test.entry("b").licence()).isEqualTo("DRL 1.1");
    assertThat(test.entry("b").set()).isEqualTo("Bộ mẫu");
    assertThat(test.entry("b").author()).isEqualTo("Cán bộ thử");
    assertThat(test.entry("b").reason()).isEqualTo("bộ quy tắc công khai");
  }

  @Test
  void theSameSetAgainIsAnUpdate() {
    TestBook test = new TestBook(TestDatabase.h2(), delivered());
    Map<String, String> files = new LinkedHashMap<>();
    files.put("a.yml", rule("a", "A", "a"));
    files.put("b.yml", rule("b", "B", "b"));
    files.put("c.yml", rule("c", "C", "c"));
    files.put("d.yml", rule("d", "D", "d"));
    test.book.imports().take(LAN, ENABLED, archive(files));
    test.move("c", RuleState.RETIRED, "ồn ở đây");
    test.book.addVersion(
        LAN, "d", new RuleDraft(rule("d", "D sửa", "d"), "", ""), test.entry("d").revision());
    int acts = test.acts.size();

    files.put("a.yml", rule("a", "A", "a2"));
    files.put("c.yml", rule("c", "C", "c2"));
    files.put("d.yml", rule("d", "D", "d2"));
    files.put("e.yml", rule("e", "E", "e"));
    files.remove("b.yml");
    ImportReport report = test.book.imports().take(LAN, ENABLED, archive(files));

    assertThat(report.added()).extracting(ImportReport.Item::id).containsExactly("e");
    assertThat(report.changed())
        .extracting(ImportReport.Change::id, ImportReport.Change::from, ImportReport.Change::to)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", 1, 2),
            org.assertj.core.groups.Tuple.tuple("c", 1, 2));
    assertThat(report.edited()).extracting(ImportReport.Item::id).containsExactly("d");
    assertThat(report.missing()).extracting(ImportReport.Item::id).containsExactly("b");
    assertThat(report.retired()).isEqualTo(1);
    assertThat(test.acts).hasSize(acts + 1);
    assertThat(test.alerts("a")).isEmpty();
    assertThat(test.alerts("a2")).containsExactly("a");
    assertThat(test.alerts("b")).isEmpty();
    assertThat(test.alerts("c2")).isEmpty();
    assertThat(test.alerts("d")).containsExactly("d");

    ImportReport again = test.book.imports().take(LAN, ENABLED, archive(files));
    assertThat(again.unchanged()).isEqualTo(3);
    assertThat(again.changed()).isEmpty();
  }

  @Test
  void aPreviewSaysWhatWouldHappenAndChangesNothing() {
    TestBook test = new TestBook(TestDatabase.h2(), delivered());
    Map<String, String> files = new LinkedHashMap<>();
    files.put("a.yml", rule("a", "A", "a"));
    test.book.imports().take(LAN, ENABLED, archive(files));
    int acts = test.acts.size();
    files.put("a.yml", rule("a", "A", "a2"));
    files.put("b.yml", rule("b", "B", "b"));

    ImportReport preview = test.book.imports().preview(ENABLED, archive(files));

    assertThat(preview.added()).extracting(ImportReport.Item::id).containsExactly("b");
    assertThat(preview.changed().getFirst().diff())
        .hasSize(2)
        .satisfies(diff -> assertThat(diff.getFirst()).startsWith("-"))
        .satisfies(diff -> assertThat(diff.getLast()).startsWith("+").contains("a2"));
    assertThat(test.acts).hasSize(acts);
    assertThat(test.entry("a").current()).isEqualTo(1);
    assertThat(test.book.find("b")).isEmpty();
    assertThat(test.book.imports().take(LAN, ENABLED, archive(files))).isEqualTo(preview);
  }

  @Test
  void withoutAReasonNothingUntestedRuns() {
    TestBook test = new TestBook(TestDatabase.h2(), delivered());
    RuleArchive archive = archive(Map.of("a.yml", rule("a", "A", "a")));
    assertThatExceptionOfType(RulebookException.class)
        .isThrownBy(() ->
            test.book.imports().take(LAN, new ImportRequest("S", "", true, " ", false), archive))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REASON_MISSING));
    test.book.imports().take(LAN, DRAFTS, archive);
    assertThat(test.alerts("a")).isEmpty();
    assertThatExceptionOfType(RulebookException.class)
        .isThrownBy(() -> test.move("a", RuleState.ENABLED, ""))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REASON_MISSING));
    test.move("a", RuleState.ENABLED, "đã xem");
    assertThat(test.alerts("a")).containsExactly("a");
  }

  @Test
  void anArchiveThatUnpacksToTooMuchIsRefused() {
    RulebookSettings small =
        new RulebookSettings(1_000, 1_000, 3, 10_000, Duration.ofDays(1), 1, 1, Map.of());
    for (Map<String, String> files :
        List.of(
            Map.of("a.yml", "x".repeat(20_000)),
            Map.of("a.bin", "x".repeat(20_000)),
            Map.of("1", "", "2", "", "3", "", "4", ""))) {
      assertThatExceptionOfType(RulebookException.class)
          .isThrownBy(() -> RuleArchive.read(new ByteArrayInputStream(zip(files)), small))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.IMPORT_TOO_LARGE));
    }
    for (byte[] garbage :
        List.of(new byte[0], "không phải tệp nén".getBytes(StandardCharsets.UTF_8))) {
      assertThatExceptionOfType(RulebookException.class)
          .isThrownBy(
              () -> RuleArchive.read(new ByteArrayInputStream(garbage), RulebookSettings.DEFAULT))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.IMPORT_UNREADABLE));
    }
  }

  @Test
  void aFolderIsReadLikeAnArchive(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("rules/x"));
    Files.writeString(folder.resolve("rules/x/a.yml"), USB_RULE);
    Files.writeString(folder.resolve("rules/x/a.test.yml"), USB_TESTS);
    RuleArchive archive = RuleArchive.read(folder, RulebookSettings.DEFAULT);
    assertThat(archive.texts())
        .singleElement()
        .satisfies(text -> {
          assertThat(text.name()).isEqualTo("rules/x/a.yml");
          assertThat(text.tests()).isEqualTo(USB_TESTS);
        });
  }

  /** All of SigmaHQ: everything is loaded or refused by name for an unresolved placeholder. */
  @Test
  void takesTheWholeOfSigmaHq() {
    Path archive = TestData.require("sigma/sigma-rules.tar.gz");
    TestBook test = new TestBook(TestDatabase.h2(), delivered(USB_RULE));
    long start = System.nanoTime();
    ImportReport report =
        test.book
            .imports()
            .take(
                LAN,
                new ImportRequest("SigmaHQ", "DRL 1.1", true, "thử toàn bộ", false),
                RuleArchive.read(archive, RulebookSettings.DEFAULT));
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();

    assertThat(report.files()).isEqualTo(3_781);
    assertThat(report.added()).hasSize(3_755);
    assertThat(report.refused())
        .filteredOn(problem -> problem.reason().startsWith("placeholder %"))
        .hasSize(25);
    assertThat(report.refused())
        .filteredOn(problem -> !problem.reason().startsWith("placeholder %"))
        .extracting(RuleProblem::file)
        .containsOnly("SigmaHQ/sigma-rules/support/thor.yml");
    assertThat(report.enabled()).isEqualTo(3_755);
    assertThat(test.detector.rules().rules()).hasSize(3_756);
    assertThat(seconds).as("seconds for the whole import").isLessThan(120);
    ImportReport again =
        test.book
            .imports()
            .take(
                LAN,
                new ImportRequest("SigmaHQ", "DRL 1.1", true, "lại", false),
                RuleArchive.read(archive, RulebookSettings.DEFAULT));
    assertThat(again.unchanged()).isEqualTo(3_755);
    assertThat(again.added()).isEmpty();
    assertThat(again.changed()).isEmpty();
  }
}
