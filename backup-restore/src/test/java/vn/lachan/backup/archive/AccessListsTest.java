package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.Fixture;
import vn.lachan.backup.Restore;
import vn.lachan.backup.RestoreOutcome;
import vn.lachan.backup.RestoreTarget;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/** Access control lists and other attributes Java does not see, judged by stock restic. */
class AccessListsTest {

  private static final int READER = 61_234;

  @TempDir Path folder;
  private Fixture fixture;
  private Path secret;
  private Path odd;
  private Path shelf;

  @BeforeEach
  void giveLists() throws IOException {
    fixture = new Fixture(Files.createDirectory(folder.resolve("ta")));
    fixture.dossier("tủ/hồ sơ.pdf", "mật");
    fixture.dossier("trơn.json", "{}");
    shelf = fixture.source.resolve("tủ");
    secret = shelf.resolve("hồ sơ.pdf");
    odd = RawName.of(new byte[] {'x', (byte) 0xFF}).in(shelf);
    Files.writeString(odd, "tên không phải chữ");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
    AccessLists.give(secret, AccessLists.ACCESS, AccessLists.forUser(READER, 4));
    AccessLists.give(odd, AccessLists.ACCESS, AccessLists.forUser(READER, 6));
    AccessLists.give(shelf, AccessLists.ACCESS, AccessLists.forUser(READER, 5));
    AccessLists.give(shelf, AccessLists.DEFAULT, AccessLists.forUser(READER, 7));
    for (String name : List.of("user.z", "user.a", "user.m")) {
      AccessLists.give(secret, name, "giá trị của " + name);
    }
    AccessLists.give(shelf, "user.dài", "x".repeat(3000));
  }

  private Path restored(Path target, Path path) {
    return TestTrees.restored(target, fixture.source)
        .resolve(fixture.source.relativize(path).toString());
  }

  private void assertLists(Path target) throws IOException {
    for (Path path : List.of(secret, shelf, fixture.source.resolve("trơn.json"))) {
      assertThat(AccessLists.of(restored(target, path)))
          .as(path.toString())
          .containsExactlyInAnyOrderElementsOf(AccessLists.of(path));
    }
    Path oddOne = RawName.of(odd).in(restored(target, shelf));
    assertThat(AccessLists.of(oddOne)).isEqualTo(AccessLists.of(odd));
    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));
  }

  @Test
  void seesWhatIsThere() throws IOException {
    assertThat(AccessLists.of(secret))
        .extracting(ExtendedAttribute::name)
        .containsExactlyInAnyOrder(AccessLists.ACCESS, "user.z", "user.a", "user.m");
    assertThat(AccessLists.of(secret))
        .contains(new ExtendedAttribute(AccessLists.ACCESS, AccessLists.forUser(READER, 4)));
    assertThat(AccessLists.of(shelf))
        .extracting(ExtendedAttribute::name)
        .contains(AccessLists.DEFAULT);
  }

  @Test
  void writesTheVeryTreesResticWrites() throws Exception {
    Restic restic = Restic.require(fixture.location, fixture.passwordFile);
    Restic.Answer backup = restic.call("backup", fixture.source.toString());
    assertThat(backup.exit()).as(backup.text()).isZero();

    try (Repository repository = fixture.place().open()) {
      StoredSnapshot theirs = Snapshots.list(repository).find("latest").orElseThrow();
      repository.loadIndex();
      Archive ours =
          new Archiver(
                  repository,
                  ArchiveSettings.DEFAULT,
                  new Excludes(List.of(), Set.of()),
                  ZoneId.systemDefault(),
                  path -> Optional.empty())
              .archive(List.of(fixture.source), Optional.empty());
      assertThat(ours.problems()).isEmpty();
      repository.flush();
      List<StorageId> written = TestTrees.down(repository, ours.tree(), fixture.source);
      List<StorageId> read = TestTrees.down(repository, theirs.tree(), fixture.source);
      assertThat(written.getLast()).isEqualTo(read.getLast());
      assertThat(repository.stats().blobsWritten()).isEqualTo(TestTrees.more(written, read));
    }
  }

  @Test
  void comeBackWhoeverWroteAndWhoeverRestores() throws Exception {
    fixture.backup();
    fixture.restore("latest", folder.resolve("ta ta"));
    assertLists(folder.resolve("ta ta"));

    Restic restic = Restic.require(fixture.location, fixture.passwordFile);
    String target = folder.resolve("ta restic").toString();
    Restic.Answer answer = restic.call("restore", "latest", "--target", target);
    assertThat(answer.exit()).as(answer.text()).isZero();
    assertLists(folder.resolve("ta restic"));

    Fixture other = new Fixture(Files.createDirectory(folder.resolve("khác")));
    Restic writer = Restic.require(other.location, other.passwordFile);
    assertThat(writer.call("backup", fixture.source.toString()).exit()).isZero();
    RestoreOutcome done = other.restore("latest", folder.resolve("restic ta"));
    assertThat(((RestoreOutcome.Restored) done).troubles()).isEmpty();
    assertLists(folder.resolve("restic ta"));
  }

  /** The kernel is asked, as a user whom only the list lets in. */
  @Test
  void letInWhomTheyNamedAndNobodyElse() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && Files.isExecutable(Path.of("/usr/bin/setpriv")),
        "skipped: only root can be somebody else, with setpriv");
    fixture.backup();
    Path target = Files.createTempDirectory(Path.of("/tmp"), "lachan-acl");
    try {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path place = target.resolve("đích");
      try (Repository repository = fixture.place().open()) {
        StoredSnapshot snapshot = Snapshots.list(repository).find("latest").orElseThrow();
        repository.loadIndex();
        StorageId tree =
            Lookup.find(repository, snapshot.tree(), shelf.toString())
                .flatMap(TreeNode::subtree)
                .orElseThrow();
        Files.createDirectory(place);
        new Extractor(repository, ArchiveSettings.DEFAULT, path -> true).extract(tree, place);
      }
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path file = place.resolve("hồ sơ.pdf");
      assertThat(reads(READER, file)).isTrue();
      assertThat(reads(READER + 1, file)).isFalse();
    } finally {
      try (var all = Files.walk(target)) {
        all.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  private static boolean reads(int user, Path file) throws Exception {
    String id = Integer.toString(user);
    Process cat =
        new ProcessBuilder(
                "setpriv", "--reuid", id, "--regid", id, "--clear-groups", "cat", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return cat.waitFor() == 0 && said.equals("mật");
  }

  @Test
  void areNotHandedDownByTheFolderRestoredTo() throws IOException {
    fixture.backup();
    Path target = Files.createDirectory(folder.resolve("đích"));
    AccessLists.give(target, AccessLists.DEFAULT, AccessLists.forUser(READER + 1, 7));

    fixture.restore("latest", target);

    assertLists(target);
    Path plain = restored(target, fixture.source.resolve("trơn.json"));
    assertThat(AccessLists.of(plain)).isEmpty();

    AccessLists.give(plain, AccessLists.ACCESS, AccessLists.forUser(READER + 2, 7));
    RestoreTarget again = new RestoreTarget(target, List.of(), Extractor.Existing.RESUME, false);
    new Restore(fixture.audit::add, Fixture.SETTINGS, fixture.clock)
        .run(fixture.place(), "latest", again, Fixture.OPERATOR);

    assertLists(target);
  }

  @Test
  void aChangeOfThemAloneIsNoticed() throws IOException {
    fixture.backup();
    AccessLists.give(secret, AccessLists.ACCESS, AccessLists.forUser(READER, 6));
    AttributeCalls.ofThisMachine().orElseThrow().remove(odd, AccessLists.ACCESS);
    fixture.now.updateAndGet(now -> now.plusSeconds(60));

    fixture.backup();
    fixture.restore("latest", folder.resolve("đích"));

    assertLists(folder.resolve("đích"));
  }

  /** Snapshots of versions that did not see lists have files that look unchanged. */
  @Test
  void comeIntoTheNextSnapshotOfAFileThatDidNotChange() throws IOException {
    fixture.backup();
    try (Repository repository = fixture.place().open()) {
      repository.loadIndex();
      Archive whole = archive(repository, Optional.empty());
      StorageId blind = withoutAttributes(repository, whole.tree());
      repository.flush();
      Archive next = archive(repository, Optional.of(blind));

      assertThat(next.counts().filesUnmodified()).isEqualTo(3);
      assertThat(TestTrees.down(repository, next.tree(), fixture.source).getLast())
          .isEqualTo(TestTrees.down(repository, whole.tree(), fixture.source).getLast());
    }
  }

  private Archive archive(Repository repository, Optional<StorageId> before) {
    Archive archive =
        new Archiver(
                repository,
                ArchiveSettings.DEFAULT,
                new Excludes(List.of(), Set.of()),
                ZoneOffset.UTC,
                path -> Optional.empty())
            .archive(List.of(fixture.source), before);
    assertThat(archive.problems()).isEmpty();
    repository.flush();
    return archive;
  }

  private static StorageId withoutAttributes(Repository repository, StorageId tree) {
    List<TreeNode> nodes =
        TreeWalk.load(repository, tree).stream()
            .map(node -> node.withExtended(List.of()))
            .map(node ->
                node.subtree()
                    .map(below -> node.withSubtree(withoutAttributes(repository, below)))
                    .orElse(node))
            .toList();
    byte[] bytes = new TreeCodec(ZoneOffset.UTC).encode(nodes);
    return repository.save(BlobType.TREE, bytes, 0, bytes.length);
  }

  @Test
  void oneThatCannotBeSetIsNamedAndTheRestIsThere() throws IOException {
    TreeNode node =
        new TreeNode(
                RawName.of("a"),
                NodeType.FILE,
                new NodeAttributes(0640, Instant.EPOCH, Instant.EPOCH, 0, 0, "", "", 1, 1, 1, 0),
                0,
                Optional.empty(),
                List.of(),
                Optional.empty())
            .withExtended(
                List.of(
                    new ExtendedAttribute("la.khong-biet", new byte[] {1}),
                    new ExtendedAttribute(AccessLists.ACCESS, new byte[] {9}),
                    new ExtendedAttribute("user.sau", new byte[] {2})));
    Path target = Files.createDirectory(folder.resolve("đích"));
    try (Repository repository = fixture.place().open()) {
      byte[] bytes = new TreeCodec(ZoneOffset.UTC).encode(List.of(node));
      StorageId tree = repository.save(BlobType.TREE, bytes, 0, bytes.length);
      repository.flush();

      Extractor.Extracted done =
          new Extractor(repository, ArchiveSettings.DEFAULT, path -> true).extract(tree, target);

      assertThat(done.files()).isEqualTo(1);
      assertThat(done.problems())
          .extracting(FileProblem::path, FileProblem::kind, FileProblem::detail)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple(
                  "/a", FileProblem.Kind.ATTRIBUTES, "la.khong-biet: Operation not supported"),
              org.assertj.core.groups.Tuple.tuple(
                  "/a", FileProblem.Kind.ATTRIBUTES, AccessLists.ACCESS + ": Invalid argument"));
      assertThat(AccessLists.of(target.resolve("a")))
          .containsExactly(new ExtendedAttribute("user.sau", new byte[] {2}));
      assertThat(Files.getLastModifiedTime(target.resolve("a")).toInstant())
          .isEqualTo(Instant.EPOCH);
    }
  }
}
