package vn.lachan.backup.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresSandboxTest {

  private static final String NEWEST = "select max(ngay) from ho_so";
  private static DatabaseSandbox sandbox;
  private static byte[] dump;

  @BeforeAll
  static void start() throws IOException {
    RealPostgres server = RealPostgres.require();
    String database = server.dossiers(40);
    server.sql(
        database,
        "alter table buoc add constraint chua_chung_minh check (ten <> 'Bước 9') not valid");
    Path file = server.folder.resolve(database + ".dump");
    server.tool(
        "pg_dump",
        "-Fc",
        "-Z0",
        "-h",
        "127.0.0.1",
        "-p",
        "" + server.port,
        "-U",
        "postgres",
        "-f",
        file.toString(),
        database);
    dump = Files.readAllBytes(file);
    sandbox = PostgresSandbox.start(Path.of("/tmp"), PostgresSandbox.Settings.DEFAULT);
  }

  @AfterAll
  static void stop() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  private static RestoredDatabase restore(byte[] content, Optional<String> newest) {
    InputStream stream = new ByteArrayInputStream(content);
    return sandbox.restore("mot-cua", stream, newest, Optional.empty());
  }

  private static DumpRecord expected(Map<String, Long> rows) {
    return new DumpRecord(
        "/csdl/mot_cua.pgdump",
        "mot_cua",
        dump.length,
        "0".repeat(64),
        0,
        rows,
        OptionalLong.of(6),
        OptionalLong.empty(),
        Optional.of(newest()));
  }

  private static Instant newest() {
    return Instant.parse("2026-09-30T17:40:00Z");
  }

  @Test
  void countsWhatCameBackAndProvesItsConstraints() {
    RestoredDatabase restored = restore(dump, Optional.of(NEWEST));

    assertThat(restored.problems()).isEmpty();
    assertThat(restored.rows())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("public.ho_so", 40L, "public.buoc", 120L, "public.\"Danh mục\"", 2L));
    assertThat(restored.newest()).contains(newest());
    assertThat(restored.constraints()).as("2+1+1 keys, check, foreign, proven now").isEqualTo(7);
    assertThat(sandbox.describe()).startsWith("PostgreSQL ");
  }

  @Test
  void namesEveryDifferenceFromTheManifest() {
    RestoredDatabase restored = restore(dump, Optional.of(NEWEST));

    List<String> differences =
        restored.differences(
            expected(Map.of("public.ho_so", 41L, "public.buoc", 120L, "public.mat", 3L)));

    assertThat(differences)
        .containsExactlyInAnyOrder(
            "bảng public.ho_so có 40 dòng, lúc sao lưu có 41",
            "thiếu bảng public.mat (3 dòng)",
            "bảng public.\"Danh mục\" không có lúc sao lưu",
            "có 7 ràng buộc, lúc sao lưu có 6");
  }

  @Test
  void countsTheRegisterLikeAtTheBackup() {
    RestoredDatabase restored =
        sandbox.restore(
            "so",
            new ByteArrayInputStream(dump),
            Optional.empty(),
            Optional.of("select count(*) from ho_so;"));
    DumpRecord more =
        new DumpRecord(
            "/csdl/mot_cua.pgdump",
            "mot_cua",
            dump.length,
            "0".repeat(64),
            0,
            Map.of(),
            OptionalLong.empty(),
            OptionalLong.of(41),
            Optional.empty());

    assertThat(restored.register()).hasValue(40);
    assertThat(restored.differences(more)).containsExactly("sổ có 40 hồ sơ, lúc sao lưu có 41");
  }

  @Test
  void takesATornDumpForAProblem() {
    RestoredDatabase restored =
        restore(Arrays.copyOf(dump, dump.length - 2000), Optional.of(NEWEST));

    assertThat(restored.problems()).isNotEmpty();
  }

  @Test
  void takesADumpThatIsNoneForAProblem() {
    assertThat(restore(new byte[5000], Optional.empty()).problems()).hasSize(1);
    assertThat(restore(new byte[0], Optional.empty()).problems()).isNotEmpty();
  }

  @Test
  void namesAConstraintThatDoesNotHold() {
    RealPostgres server = RealPostgres.require();
    String database = server.dossiers(3);
    server.sql(database, "alter table ho_so add constraint sai check (ma <> 'H60-2') not valid");
    Path file = server.folder.resolve(database + ".dump");
    server.tool(
        "pg_dump",
        "-Fc",
        "-h",
        "127.0.0.1",
        "-p",
        "" + server.port,
        "-U",
        "postgres",
        "-f",
        file.toString(),
        database);

    try (InputStream content = Files.newInputStream(file)) {
      assertThat(sandbox.restore("sai", content, Optional.empty(), Optional.empty()).problems())
          .singleElement()
          .asString()
          .contains("ràng buộc không đúng")
          .contains("sai");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
