package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBackupHistoryTest {

  private static final Instant AT = Instant.parse("2026-10-01T08:00:00.123Z");
  private static final String SNAPSHOT = "ab".repeat(32);

  private static final BackupOutcome FAILED =
      new BackupOutcome.Failed("mot-cua", AT, Duration.ofMillis(20), "Đĩa đầy");
  private static final BackupOutcome.Completed DONE =
      new BackupOutcome.Completed(
          "mot-cua",
          AT,
          Duration.ofMillis(1500),
          SNAPSHOT,
          3,
          1000,
          400,
          "cd".repeat(32),
          1,
          List.of(new FileTrouble("/srv/a\\xff", "không đọc được: access denied")));

  @TempDir Path folder;

  @Test
  void returnsEverythingAfterItWasOpenedAgain() {
    FileBackupHistory history = new FileBackupHistory(folder);
    history.add(FAILED);
    history.add(DONE);

    FileBackupHistory again = new FileBackupHistory(folder);

    assertThat(again.runs("mot-cua", 10)).containsExactly(DONE, FAILED);
    assertThat(again.runs("khác", 10)).isEmpty();
    assertThat(again.runOf(SNAPSHOT)).contains(DONE);
    assertThat(again.unreadable()).isZero();
  }

  @Test
  void passesOverATornLineAndGoesOn() throws IOException {
    FileBackupHistory history = new FileBackupHistory(folder);
    history.add(FAILED);
    Files.writeString(
        folder.resolve("history.ndjson"), "{\"run\":{\"planId\"", StandardOpenOption.APPEND);

    FileBackupHistory again = new FileBackupHistory(folder);
    again.add(DONE);
    FileBackupHistory third = new FileBackupHistory(folder);

    assertThat(again.unreadable()).isEqualTo(1);
    assertThat(third.runs("mot-cua", 10)).containsExactly(DONE, FAILED);
    assertThat(third.unreadable()).isEqualTo(1);
  }

  @Test
  void returnsAManifestOnlyWithItsOwnDigest() throws IOException {
    FileBackupHistory history = new FileBackupHistory(folder);
    BackupManifest manifest =
        new BackupManifest(
            SNAPSHOT,
            "mot-cua",
            AT,
            List.of(
                new ManifestEntry("/srv/Tờ khai \\xff", 3, AT, "ef".repeat(32), ""),
                new ManifestEntry("/srv/liên kết", 0, AT, "", "../x")));
    String digest = history.keep(manifest);

    assertThat(folder.resolve("manifests").resolve(SNAPSHOT + ".ndjson"))
        .hasContent(
            """
            {"snapshot":"%s","planId":"mot-cua","at":"2026-10-01T08:00:00.123Z",\
            "files":2,"bytes":3,"sources":null,"includes":null}
            {"path":"/srv/Tờ khai \\\\xff","size":3,"modified":"2026-10-01T08:00:00.123Z",\
            "sha256":"%s","linkTarget":""}
            {"path":"/srv/liên kết","size":0,"modified":"2026-10-01T08:00:00.123Z",\
            "sha256":"","linkTarget":"../x"}
            """
                .formatted(SNAPSHOT, "ef".repeat(32)));
    assertThat(history.manifest(SNAPSHOT, digest)).contains(manifest);
    assertThat(history.manifest(SNAPSHOT, "00".repeat(32))).isEmpty();
    assertThat(history.manifest("12".repeat(32), digest)).isEmpty();
  }

  @Test
  void leavesSmallFilesOutWhenOnlyLargeOnesMatter() {
    FileBackupHistory history = new FileBackupHistory(folder);
    ManifestEntry large = new ManifestEntry("/a\",\"size\":1,\"", 70_000, AT, "ef".repeat(32), "");
    ManifestEntry small = new ManifestEntry("/\\", 70_000 - 1, AT, "ab".repeat(32), "");
    String digest =
        history.keep(new BackupManifest(SNAPSHOT, "mot-cua", AT, List.of(large, small)));

    assertThat(history.manifestOfLarger(SNAPSHOT, digest, 70_000 - 1))
        .map(BackupManifest::entries)
        .contains(List.of(large));
    assertThat(history.manifestOfLarger(SNAPSHOT, "00".repeat(32), 1)).isEmpty();
  }

  @Test
  void keepsNamesOfDossiersToItsOwner() throws IOException {
    new FileBackupHistory(folder.resolve("mới")).add(FAILED);

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("mới/history.ndjson"))))
        .isEqualTo("rw-------");
  }
}
