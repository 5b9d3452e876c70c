package vn.lachan.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifierTest {
  private static final String FIRST = "audit-0000000000000000001.ndjson";
  private static final FileAuditTrail.Settings SETTINGS =
      new FileAuditTrail.Settings(1 << 20, 3, Duration.ofDays(1), 256 << 10);

  @TempDir Path temp;
  private Path export;
  private Path key;

  @BeforeEach
  void exportASmallTrail() {
    export = temp.resolve("xuat");
    key = temp.resolve("trail/keys/audit-key.pub.pem");
    try (FileAuditTrail trail =
        FileAuditTrail.open(temp.resolve("trail"), SETTINGS, AuditTrailContract.CLOCK)) {
      trail.append(TestEntries.LOGIN);
      trail.append(TestEntries.ESCALATE);
      for (int i = 3; i <= 8; i++) {
        trail.append(TestEntries.number(i));
      }
      AuditExport.Exported exported = AuditExport.write(trail, export);
      assertThat(exported.records()).isEqualTo(8);
      AuditExport.write(trail, temp.resolve("xuat.zip"));
    }
  }

  /** Two records under two checkpoints: small enough to try every byte. */
  private byte[] exportATinyTrail(String file) throws IOException {
    export = temp.resolve("nho");
    key = temp.resolve("tiny/keys/audit-key.pub.pem");
    try (FileAuditTrail trail =
        FileAuditTrail.open(temp.resolve("tiny"), SETTINGS, AuditTrailContract.CLOCK)) {
      trail.append(TestEntries.LOGIN);
      trail.append(TestEntries.ESCALATE);
      AuditExport.write(trail, export);
    }
    return Files.readAllBytes(export.resolve(file));
  }

  private AuditVerifier.Report verify() {
    return new AuditVerifier(100).verify(export, Optional.of(key));
  }

  private List<String> reasons() {
    return verify().findings().stream().map(AuditVerifier.Finding::toString).toList();
  }

  private List<String> lines() throws IOException {
    return new ArrayList<>(Files.readAllLines(export.resolve(FIRST)));
  }

  private void write(List<String> lines) throws IOException {
    Files.write(export.resolve(FIRST), lines);
  }

  @Test
  void findsAnExportIntactAsFolderAsZipAndAsTheTrailItself() {
    for (Path path : List.of(export, temp.resolve("xuat.zip"), temp.resolve("trail"))) {
      AuditVerifier.Report report = new AuditVerifier(10).verify(path, Optional.empty());
      assertThat(report.findings()).isEmpty();
      assertThat(report.records()).isEqualTo(8);
      assertThat(report.covered()).isEqualTo(8);
      assertThat(report.keyFromOutside()).isFalse();
      assertThat(report.notes()).isEmpty();
    }
    assertThat(verify().keyFromOutside()).isTrue();
  }

  @Test
  void findsEveryChangedByteOfEveryRecord() throws IOException {
    byte[] original = exportATinyTrail(FIRST);
    Path file = export.resolve(FIRST);
    for (int position = 0; position < original.length; position++) {
      byte[] changed = original.clone();
      // One flips a digit or a letter, the other its case.
      changed[position] ^= (byte) (position % 3 == 0 ? 0x20 : 0x01);
      Files.write(file, changed);
      assertThat(verify().intact()).as("byte %s", position).isFalse();
    }
  }

  @Test
  void findsEveryChangedByteOfEveryCheckpoint() throws IOException {
    byte[] original = exportATinyTrail("checkpoints.ndjson");
    Path file = export.resolve("checkpoints.ndjson");
    for (int position = 0; position < original.length; position++) {
      byte[] changed = original.clone();
      changed[position] ^= 1;
      Files.write(file, changed);
      assertThat(verify().intact()).as("byte %s", position).isFalse();
    }
  }

  @Test
  void findsEveryInsertedAndEveryMissingByte() throws IOException {
    byte[] original = exportATinyTrail(FIRST);
    Path file = export.resolve(FIRST);
    for (int position = 0; position < original.length; position++) {
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      changed.write(original, 0, position);
      boolean longer = position % 4 == 0;
      if (longer) {
        changed.write(' ');
      }
      int rest = longer ? position : position + 1;
      changed.write(original, rest, original.length - rest);
      Files.write(file, changed.toByteArray());
      assertThat(verify().intact()).as("at byte %s", position).isFalse();
    }
  }

  @Test
  void findsARemovedRecord() throws IOException {
    List<String> lines = lines();
    lines.remove(3);
    write(lines);
    assertThat(reasons()).anyMatch(reason -> reason.contains("thiếu bản ghi từ 4 đến 4"));
  }

  @Test
  void findsSwappedRecords() throws IOException {
    List<String> lines = lines();
    Collections.swap(lines, 2, 3);
    write(lines);
    assertThat(reasons()).isNotEmpty();
  }

  @Test
  void findsAnInsertedCopy() throws IOException {
    List<String> lines = lines();
    lines.add(4, lines.get(3));
    write(lines);
    assertThat(reasons()).anyMatch(reason -> reason.contains("số thứ tự lùi"));
  }

  @Test
  void findsACutTailByTheLastCheckpoint() throws IOException {
    write(lines().subList(0, 6));
    assertThat(reasons()).anyMatch(reason -> reason.contains("bị cắt đuôi"));
  }

  @Test
  void findsATailThatWasWrittenAnewWithRightDigests() throws IOException {
    List<String> forged = new ArrayList<>(lines().subList(0, 3));
    String previous = digestOf(forged.getLast());
    for (int i = 4; i <= 8; i++) {
      AuditRecord record =
          RecordCodec.link(i, AuditTrailContract.NOW, TestEntries.number(900 + i), previous);
      forged.add(new String(RecordCodec.encode(record), StandardCharsets.UTF_8));
      previous = record.digest();
    }
    write(forged);
    assertThat(reasons()).isNotEmpty().allMatch(reason -> reason.contains("khác với điểm chốt"));
  }

  private static String digestOf(String line) {
    return switch (RecordCodec.decode(line.getBytes(StandardCharsets.UTF_8))) {
      case RecordCodec.Line.Sound(AuditRecord record) -> record.digest();
      case RecordCodec.Line.Unsound unsound -> throw new AssertionError(unsound.reason());
    };
  }

  @Test
  void findsCheckpointsSignedByAnotherKey() throws IOException {
    Path other = temp.resolve("other");
    try (FileAuditTrail trail = FileAuditTrail.open(other, SETTINGS, AuditTrailContract.CLOCK)) {
      trail.append(TestEntries.LOGIN);
    }
    key = other.resolve("keys/audit-key.pub.pem");
    assertThat(reasons()).isNotEmpty().allMatch(reason -> reason.contains("ký bằng khóa khác"));
  }

  @Test
  void findsMissingCheckpointsAndAMissingKey() throws IOException {
    Files.delete(export.resolve("checkpoints.ndjson"));
    assertThat(reasons()).anyMatch(reason -> reason.contains("không có điểm chốt"));

    Path trail = temp.resolve("trail");
    Files.delete(trail.resolve("keys/audit-key.pub.pem"));
    assertThat(new AuditVerifier(10).verify(trail, Optional.empty()).findings())
        .anyMatch(finding -> finding.reason().contains("không có khóa công khai"));
  }

  @Test
  void findsAFlippedBitAnywhereInTheZipOrReadsTheSameRecords() throws IOException {
    Path zip = temp.resolve("xuat.zip");
    byte[] original = Files.readAllBytes(zip);
    String head = new AuditVerifier(1).verify(zip, Optional.of(key)).head();
    for (int position = 0; position < original.length; position += 41) {
      byte[] changed = original.clone();
      changed[position] ^= 4;
      Files.write(zip, changed);
      AuditVerifier.Report report = new AuditVerifier(10).verify(zip, Optional.of(key));
      assertThat(!report.intact() || report.head().equals(head)).as("byte %s", position).isTrue();
    }
  }

  @Test
  void countsFindingsBeyondItsLimit() throws IOException {
    write(lines().stream().map(line -> " " + line).toList());
    AuditVerifier.Report report = new AuditVerifier(3).verify(export, Optional.of(key));
    assertThat(report.findings()).hasSize(3);
    assertThat(report.furtherFindings()).isPositive();
  }

  @Test
  void neverOverwritesAnExport() {
    try (FileAuditTrail trail =
        FileAuditTrail.open(temp.resolve("trail"), SETTINGS, AuditTrailContract.CLOCK)) {
      assertThatExceptionOfType(AuditTrailException.class)
          .isThrownBy(() -> AuditExport.write(trail, export))
          .withMessageContaining("xuat");
    }
  }
}
