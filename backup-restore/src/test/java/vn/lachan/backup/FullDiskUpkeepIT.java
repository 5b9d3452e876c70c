package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.RepositoryPassword;

/** The same for what mends, copies and looks after a repository. */
class FullDiskUpkeepIT extends FullDiskCase {

  /** What writes into a repository beside backup, forget and prune. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "key add",
        "key passwd",
        "key remove",
        "repair index",
        "repair packs",
        "parity create",
        "parity heal"
      })
  void whatMendsARepositoryLosesNothingEither(String words) throws Exception {
    try (SmallDisk small = SmallDisk.mount(disk, "size=40m")) {
      begin();
      dossiers("sau ", 4, 400_000);
      assertThat(backUp()).as(commands.complained()).isZero();
      note();
      List<String> all = new ArrayList<>(List.of(words.split(" ")));
      Path next = folder.resolve("mk-2");
      RepositoryPassword.createFile(next).close();
      switch (words) {
        case "key add", "key passwd" -> all.addAll(List.of("--new-password-file", "" + next));
        case "key remove" -> {
          String first = first("keys").getFileName().toString();
          assertThat(ours("key", "add", "--new-password-file", "" + next)).isZero();
          try (var keys = Files.list(kho.resolve("keys"))) {
            String other =
                keys.map(key -> "" + key.getFileName())
                    .filter(k -> !k.equals(first))
                    .findAny()
                    .orElseThrow();
            all.add(other);
          }
        }
        case "parity heal" -> {
          assertThat(ours("parity", "create")).as(commands.complained()).isZero();
          CheckTest.flip(first("data"), 100);
        }
        case "repair index" -> Files.delete(first("index"));
        case "repair packs" -> {
          String saved = folder.resolve("giữ").toString();
          all.addAll(List.of("" + first("data").getFileName(), "--save-to", saved));
        }
        default -> {}
      }
      boolean whole = !words.equals("repair index") && !words.equals("parity heal");
      int refused = refusals(small, all, whole, 0);
      if (words.equals("key passwd")) {
        assertThat(ours("snapshots")).as("the old password is gone").isEqualTo(2);
        password = next;
      }

      assertThat(refused).as("lock or first file, and what it writes").isGreaterThanOrEqualTo(1);
      small.bound("nr_inodes=100000");
      nothingLost();
      bothFindItSound();
    }
  }

  /** What frees locks must work when nothing can be written any more. */
  @Test
  void locksAreRemovedOnAFullDisk() throws Exception {
    try (SmallDisk small = SmallDisk.mount(disk, "size=40m")) {
      begin();
      try (Repository repository =
          new BackupRepository(kho, password, Fixture.SETTINGS, java.time.Clock.systemUTC())
              .open()) {
        RepositoryLock.exclusive(repository, new Machine("may-khac", "lan", 1, 0, 0));
        small.allowFiles(0);

        assertThat(ours("unlock")).as(commands.complained()).isZero();
        assertThat(commands.said()).contains("lan@may-khac").contains("Đã xoá 0");
        assertThat(ours("unlock", "--all")).as(commands.complained()).isZero();
        assertThat(commands.said()).contains("Đã xoá 1");
      }
      nothingLost();
      bothFindItSound();
    }
  }

  @Test
  void snapshotsAreRepairedWhenThereIsSpace() throws Exception {
    try (SmallDisk small = SmallDisk.mount(disk, "size=40m")) {
      begin();
      Path kept = folder.resolve("gói còn giữ");
      List<Path> before = packs();
      dossiers("sau ", 1, 900_000);
      assertThat(backUp()).as(commands.complained()).isZero();
      note();
      List<Path> added = new ArrayList<>(packs());
      added.removeAll(before);
      Path lost =
          added.stream()
              .max(java.util.Comparator.comparingLong(f -> f.toFile().length()))
              .orElseThrow();
      Files.copy(lost, kept);
      Files.delete(lost);
      Files.createDirectory(lost.resolveSibling("x")); // as many files as there were
      List<String> whole = snapshots();
      int refused = 0;
      String[] repair = {"repair", "snapshots"};
      for (small.allowFiles(0); ours(repair) == 2; small.allowFiles(++refused)) {
        oneClearLine(2);
        assertThat(snapshots()).isEqualTo(whole);
        assertThat(refused).as("it comes to its end").isLessThan(20);
      }

      assertThat(refused).as("lock, tree, index, snapshot").isGreaterThanOrEqualTo(3);
      assertThat(commands.said()).contains("MẤT: ").contains("sau 0");
      small.bound("nr_inodes=100000");
      List<String> repaired = new ArrayList<>(snapshots());
      repaired.removeAll(whole);
      assertThat(repaired).as("the first is whole").hasSize(1);
      Path target = folder.resolve("còn lại");
      assertThat(ours("restore", repaired.getFirst(), "--target", target.toString())).isZero();
      NavigableMap<String, String> left = TestTrees.describe(source);
      left.remove("/sau 0");
      assertThat(TestTrees.describe(TestTrees.restored(target, source))).isEqualTo(left);
      Files.delete(lost.resolveSibling("x"));
      Files.copy(kept, lost); // found again: nothing was given up
      bothFindItSound();
    }
  }

  @Test
  void logsOfPostgresAreKeptOrNotSaidToBe() throws Exception {
    try (SmallDisk small = SmallDisk.mount(disk, "size=40m")) {
      begin();
      Path log = folder.resolve("000000010000000000000001");
      byte[] content = new byte[1 << 20];
      random.nextBytes(content);
      Files.write(log, content);
      int refused = 0;
      String[] push = {"wal-push", "--source", "pg", log.toString()};
      for (small.allowFiles(0); ours(push) != 0; small.allowFiles(++refused)) {
        assertThat(commands.complained().lines()).as(commands.complained()).hasSize(1);
        assertThat(commands.complained()).contains(FULL);
        assertThat(snapshots()).hasSize(1);
      }
      assertThat(refused).as("lock, pack, index, snapshot").isGreaterThanOrEqualTo(3);
      Path back = disk.resolve("wal");
      String[] fetch = {"wal-fetch", "--source", "pg", "" + log.getFileName(), "" + back};
      small.allowFiles(0);
      assertThat(ours(fetch)).isNotZero();
      assertThat(commands.complained()).contains(FULL);
      assertThat(back).doesNotExist();
      small.bound("nr_inodes=100000");
      assertThat(ours(fetch)).as(commands.complained()).isZero();
      assertThat(back).hasBinaryContent(content);
      bothFindItSound();
    }
  }

  /** The ledger of a rolling check, and the sandbox of a drill. */
  @Test
  void whatIsWrittenBesideTheRepositoryIsTold() throws Exception {
    kho = folder.resolve("kho");
    begin();
    try (SmallDisk small = SmallDisk.mount(disk, "size=1m")) {
      history = disk.resolve("ls");
      small.allowFiles(0);
      oneClearLine(ours("check", "--rolling", "--history", history.toString()));
    }
    history = folder.resolve("ls");
    Path plan =
        Files.writeString(
            folder.resolve("kế hoạch.yml"),
            """
            plans:
              - {id: mot-cua, name: Một cửa, folders: [ho-so], repository: kho, password-file: mk,
                 schedule: "0 0 1 * * ?", rpo: 24h, rto: 4h}
            """);
    assertThat(ours("run", "--plan", plan.toString(), "--history", history.toString()))
        .as(commands.complained())
        .isZero();
    try (SmallDisk small = SmallDisk.mount(disk, "size=1m")) {
      String[] drill = {
        "drill", "--plan", "" + plan, "--history", "" + history, "--scratch", disk + "/thử"
      };
      small.allowFiles(0);

      assertThat(ours(drill)).as(commands.said()).isNotZero();
      assertThat(commands.said() + commands.complained()).contains(FULL);

      small.bound("nr_inodes=100000,size=40m");
      assertThat(ours(drill)).as(commands.said() + commands.complained()).isZero();
      assertThat(disk.resolve("thử")).as("the sandbox is empty again").isEmptyDirectory();
    }
    bothFindItSound();
  }

  /** Into a second repository on the small disk; the first is only read. */
  @ParameterizedTest
  @ValueSource(strings = {"copy", "rekey"})
  void aSecondRepositoryIsFilledWhenThereIsSpace(String word) throws Exception {
    kho = folder.resolve("kho");
    begin();
    dossiers("sau ", 4, 400_000);
    assertThat(backUp()).as(commands.complained()).isZero();
    note();
    try (SmallDisk small = SmallDisk.mount(disk, "size=40m")) {
      Path second = disk.resolve("kho-2");
      int begin = 258; // fewer than the files and folders of an empty repository
      if (word.equals("copy")) {
        assertThat(commands.in(second, password, "init")).as(commands.complained()).isZero();
        begin = 0;
      }
      List<String> all =
          List.of(word, "--to", second.toString(), "--to-password-file", password.toString());
      int refused = refusals(small, all, true, begin);
      assertThat(refused).as("packs, index, snapshots").isGreaterThanOrEqualTo(4);

      small.bound("nr_inodes=100000");
      assertThat(commands.in(second, password, "check", "--read-data"))
          .as(commands.said())
          .isZero();
      Restic restic = Restic.require(second, password);
      Restic.Answer check = restic.call("check", "--read-data");
      assertThat(check.exit()).as(check.text()).isZero();
      try (var snapshots = Files.list(second.resolve("snapshots"))) {
        assertThat(snapshots.count()).isEqualTo(taken.size());
      }
    }
  }
}
