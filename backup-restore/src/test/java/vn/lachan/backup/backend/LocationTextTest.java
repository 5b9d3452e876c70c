package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.backend.LocationText.Result;

class LocationTextTest {

  private static Result parse(String text) {
    return LocationText.parse(text, Path.of("/etc/lachan"));
  }

  @Test
  void aPathIsAFolder() {
    assertThat(TestAccess.parsed("/srv/kho/"))
        .isEqualTo(new RepositoryLocation.Local(Path.of("/srv/kho")));
    assertThat(parse("kho"))
        .isEqualTo(new Result.Parsed(new RepositoryLocation.Local(Path.of("/etc/lachan/kho"))));
    assertThat(TestAccess.parsed("local:/srv/kho")).hasToString("/srv/kho");
  }

  @Test
  void readsAnAddressOfARestServer() {
    assertThat(TestAccess.parsed("rest:https://xa-1@kho.tinh.example:8443/backup-api/xa-1"))
        .isEqualTo(
            new RepositoryLocation.Rest(
                URI.create("https://kho.tinh.example:8443/backup-api/xa-1/"), "xa-1"))
        .hasToString("rest:https://xa-1@kho.tinh.example:8443/backup-api/xa-1/");
  }

  @Test
  void readsBothFormsOfSftp() {
    var expected = new RepositoryLocation.Sftp("kho", "may-2", 22, "/srv/kho");
    assertThat(TestAccess.parsed("sftp:kho@may-2:/srv/kho")).isEqualTo(expected);
    assertThat(TestAccess.parsed("sftp://kho@may-2//srv/kho/")).isEqualTo(expected);
    assertThat(expected).hasToString("sftp://kho@may-2:22//srv/kho");
    assertThat(TestAccess.parsed("sftp://[::1]:2222/kho"))
        .isEqualTo(
            new RepositoryLocation.Sftp("", "[::1]".replaceAll("[\\[\\]]", ""), 2222, "kho"));
  }

  @Test
  void readsBothFormsOfS3() {
    assertThat(TestAccess.parsed("s3:https://s3.tinh.example:9000/sao-luu/mot-cua/2026/"))
        .isEqualTo(
            new RepositoryLocation.S3(
                URI.create("https://s3.tinh.example:9000"), "sao-luu", "mot-cua/2026"));
    assertThat(TestAccess.parsed("s3:s3.amazonaws.com/sao-luu"))
        .isEqualTo(new RepositoryLocation.S3(URI.create("https://s3.amazonaws.com"), "sao-luu", ""))
        .hasToString("s3:https://s3.amazonaws.com/sao-luu");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/srv/kho",
        "rest:https://xa-1@kho.tinh.example:8443/backup-api/xa-1/",
        "sftp://kho@may-2:22//srv/kho",
        "sftp://kho@may-2:2022/kho",
        "sftp://[::1]:2222/kho",
        "s3:https://s3.tinh.example:9000/sao-luu/mot-cua"
      })
  void whatItWritesItReads(String text) {
    assertThat(TestAccess.parsed(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | thiếu nơi đặt kho
          b2:bucket | kiểu nơi đặt kho không biết: b2
          rest:kho | địa chỉ REST có dạng
          rest:ftp://may/kho | chỉ dùng được https://
          rest:http://may-2/kho | không mã hoá tới may-2
          rest:https://a:mat-khau@may-2/kho | không ghi mật khẩu trong nơi đặt kho
          rest:https://may-2/kho?x=1 | không có phần ? hoặc #
          sftp:may-2 | địa chỉ SFTP có dạng
          sftp://a:mat-khau@may-2/kho | không ghi mật khẩu trong nơi đặt kho
          sftp://may-2 | thiếu đường dẫn
          s3:https://may-2 | tên thùng S3 không hợp lệ
          s3:https://khoa:bi-mat@may-2/sao-luu | không ghi khoá
          s3:http://may-2/sao-luu | không mã hoá
          """)
  void refusesWithOneLineAndWithoutSecrets(String text, String reason) {
    assertThat(parse(text))
        .isInstanceOfSatisfying(
            Result.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .contains(reason)
                    .doesNotContain("mat-khau", "bi-mat", "\n"));
  }

  @Test
  void allowsPlainHttpOnThisMachineOnly() {
    assertThat(parse("rest:http://127.0.0.1:8000/kho")).isInstanceOf(Result.Parsed.class);
    assertThat(parse("rest:http://localhost/kho")).isInstanceOf(Result.Parsed.class);
    assertThat(parse("rest:http://10.0.0.1/kho")).isInstanceOf(Result.Refused.class);
  }
}
