package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.lachan.backup.archive.TestTrees;

/**
 * A disk that is really full, at every file that is written: one clear line, nothing lost, no half
 * snapshot, and the next run goes on when there is space.
 */
class FullDiskIT extends FullDiskCase {

  @Test
  void aBackupIsRefusedAtEveryFileAndThenGoesOn() throws Exception {
    try (SmallDisk small = SmallDisk.mount(disk, "size=40m")) {
      begin();
      dossiers("sau ", 5, 700_000);
      int refused = 0;
      small.allowFiles(0);
      for (int exit = backUp(); exit != 0; exit = backUp()) {
        oneClearLine(exit);
        nothingLost();
        small.allowFiles(++refused);
        assertThat(refused).as("it comes to its end").isLessThan(20);
      }
      note();

      assertThat(refused).as("lock, packs, index, snapshot").isGreaterThanOrEqualTo(5);
      assertThat(taken).hasSize(2);
      small.bound("nr_inodes=100000");
      nothingLost();
      bothFindItSound();
    }
  }

  @Test
  void aBackupIsRefusedWhereverTheBytesEnd() throws Exception {
    try (SmallDisk small = SmallDisk.mount(disk, "size=3m")) {
      begin();
      dossiers("sau ", 6, 900_000);
      int megabytes = 3;
      for (int exit = backUp(); exit != 0; exit = backUp()) {
        oneClearLine(exit);
        nothingLost();
        small.bound("size=" + ++megabytes + "m");
        assertThat(megabytes).as("what was written is taken over").isLessThan(14);
      }
      note();
      small.bound("size=64m");
      nothingLost();
      bothFindItSound();
    }
  }

  @Test
  void pruneAndForgetLoseNothingOnAFullDisk() throws Exception {
    try (SmallDisk small = SmallDisk.mount(disk, "size=40m")) {
      begin();
      dossiers("sau ", 4, 400_000);
      assertThat(backUp()).isZero();
      note();
      Files.delete(source.resolve("trước 1"));
      dossiers("sau ", 2, 400_000);
      assertThat(backUp()).isZero();
      note();
      String oldest = taken.keySet().iterator().next();
      String[] forget = {"forget", oldest, "--history", "" + history, "--keep-drilled", "0"};
      small.allowFiles(0);
      assertThat(ours(forget)).isNotZero();
      assertThat(commands.complained()).contains(FULL);
      nothingLost();
      small.allowFiles(1);
      assertThat(ours(forget)).as(commands.complained()).isZero();
      taken.remove(oldest);

      String[] prune = {
        "prune", "--history", history.toString(), "--grace", "0d", "--max-unused", "0%"
      };
      int refused = 0;
      for (small.allowFiles(0); ours(prune) != 0; small.allowFiles(++refused)) {
        assertThat(commands.complained().lines()).hasSize(1);
        assertThat(commands.complained()).contains(FULL);
        nothingLost();
      }
      assertThat(refused).as("lock, index").isGreaterThanOrEqualTo(2);
      small.bound("nr_inodes=100000");
      nothingLost();
      bothFindItSound();
    }
  }

  @Test
  void aRepositoryIsMadeAgainWhereTheDiskWasFull() throws Exception {
    try (SmallDisk small = SmallDisk.mount(disk, "size=4m")) {
      Files.writeString(password, "mật khẩu");
      Files.setPosixFilePermissions(
          password, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
      List<Integer> refusedAt = new ArrayList<>();
      for (int files : new int[] {0, 3, 200, 262, 263, 264, 265, 300}) {
        small.bound("nr_inodes=" + (files + 1));
        int exit = ours("init");
        if (exit != 0) {
          oneClearLine(exit);
          refusedAt.add(files);
        }
      }
      assertThat(refusedAt).contains(0, 3, 200, 262);
      small.bound("nr_inodes=100000");
      dossiers("sau ", 2, 1000);
      assertThat(backUp()).as(commands.complained()).isZero();
      bothFindItSound();
    }
  }

  @Test
  void aRestoreNamesWhatDidNotFitAndGoesOnLater() throws Exception {
    kho = folder.resolve("kho");
    begin();
    dossiers("sau ", 4, 400_000);
    assertThat(backUp()).isZero();
    try (SmallDisk small = SmallDisk.mount(disk, "size=900k")) {
      Path target = disk.resolve("dich");
      String[] restore = {"restore", "latest", "--target", target.toString()};

      assertThat(ours(restore)).isEqualTo(1);
      assertThat(commands.complained().lines())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).contains("không ghi được: " + FULL));
      try (var files = Files.walk(target)) {
        assertThat(files.filter(Files::isRegularFile).toList())
            .as("a file is there whole or not at all")
            .allSatisfy(file ->
                assertThat(TestTrees.sha256(file))
                    .isEqualTo(TestTrees.sha256(source.resolve(file.getFileName()))));
      }
      small.bound("size=8m");
      List<String> resume = new ArrayList<>(List.of(restore));
      resume.add("--resume");
      assertThat(ours(resume.toArray(String[]::new))).as(commands.complained()).isZero();
      assertThat(TestTrees.describe(TestTrees.restored(target, source)))
          .isEqualTo(TestTrees.describe(source));
    }
  }

  @Test
  void aHistoryOnAFullDiskIsTold() throws Exception {
    kho = folder.resolve("kho");
    try (SmallDisk small = SmallDisk.mount(disk, "size=1m")) {
      history = disk.resolve("ls");
      begin();
      small.allowFiles(0);
      Files.writeString(source.resolve("mới"), "x");

      oneClearLine(backUp());
      bothFindItSound();
    }
  }
}
