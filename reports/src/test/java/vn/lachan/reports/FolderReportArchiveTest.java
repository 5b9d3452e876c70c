package vn.lachan.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReportArchiveTest {
  private static final byte[] PDF = {1, 2, 3};
  private static final byte[] JSON = {'{', '}'};

  @TempDir Path folder;

  @Test
  void keepsReportsOverARestart() {
    FolderReportArchive.open(folder).keep(report("a", 0), PDF, JSON);
    FolderReportArchive.open(folder).keep(report("b", 60), PDF, JSON);
    FolderReportArchive archive = FolderReportArchive.open(folder);
    assertThat(archive.all()).extracting(IssuedReport::id).containsExactly("b", "a");
    assertThat(archive.document(report("a", 0))).isEqualTo(PDF);
  }

  @Test
  void refusesADocumentThatWasChanged() throws IOException {
    FolderReportArchive archive = FolderReportArchive.open(folder);
    archive.keep(report("a", 0), PDF, JSON);
    Files.write(folder.resolve("a.pdf"), new byte[] {9});
    assertThatExceptionOfType(ReportException.class)
        .isThrownBy(() -> archive.document(report("a", 0)))
        .withMessageContaining("a is not what was issued");
  }

  @Test
  void aReportWithoutItsCardIsNotThere() throws IOException {
    Files.write(folder.resolve("a.pdf"), PDF);
    assertThat(FolderReportArchive.open(folder).all()).isEmpty();
  }

  private static IssuedReport report(String id, long later) {
    return new IssuedReport(
        id,
        "su-co-bao-cao",
        "Báo cáo",
        "incident:SC-2026-001",
        "",
        "",
        "Báo cáo",
        Samples.T0.plusSeconds(later),
        "lan",
        FolderReportArchive.sha256(PDF));
  }
}
