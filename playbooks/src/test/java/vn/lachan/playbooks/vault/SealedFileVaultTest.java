package vn.lachan.playbooks.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedFileVaultTest {
  @TempDir Path folder;

  private SealedFileVault vault() {
    return new SealedFileVault(folder.resolve("vault"), folder.resolve("vault.key"));
  }

  @Test
  void keepsSecretsSealedAndGivesThemBack() throws IOException {
    vault().put("may-01", "username", "lachan");
    vault().put("may-01", "password", "mật khẩu");
    vault().put("khác", "key", "k");

    assertThat(vault().find("may-01").orElseThrow().fields())
        .isEqualTo(Map.of("username", "lachan", "password", "mật khẩu"));
    assertThat(vault().names())
        .isEqualTo(Map.of("may-01", List.of("password", "username"), "khác", List.of("key")));
    assertThat(vault().find("không có")).isEmpty();
    assertThat(vault().remove("khác")).isTrue();
    assertThat(vault().remove("khác")).isFalse();
    byte[] file = Files.readAllBytes(folder.resolve("vault"));
    assertThat(new String(file, StandardCharsets.UTF_8)).doesNotContain("lachan\"", "mật", "may");
    for (String name : List.of("vault", "vault.key")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
    assertThat(vault().find("may-01").orElseThrow().toString()).doesNotContain("mật khẩu");
  }

  @Test
  void refusesAKeyThatOthersMayReadAndAnyChangedByte() throws IOException {
    vault().put("a", "b", "c");
    Path file = folder.resolve("vault");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertThatExceptionOfType(VaultException.class)
          .as("byte %s", i)
          .isThrownBy(() -> vault().find("a"));
    }
    Files.write(file, good);
    Files.setPosixFilePermissions(
        folder.resolve("vault.key"), PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(VaultException.class)
        .isThrownBy(() -> vault().find("a"))
        .withMessageContaining("0600");
  }
}
