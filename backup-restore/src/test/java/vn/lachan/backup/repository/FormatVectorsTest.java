package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors printed in docs/formats/backup-repository.md; key and config are restic 0.14's. */
class FormatVectorsTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final String KEY_NAME =
      "29c3e1669a9a9d6b22f86b7153295586786495d7fdde2d517c1453f3f8693248";
  private static final String KEY =
      "{\"created\":\"2026-11-22T07:16:08.649702269Z\",\"username\":\"root\",\"hostname\":\"vm\","
          + "\"kdf\":\"scrypt\",\"N\":8192,\"r\":8,\"p\":4,\"salt\":\"a7TQWdLLRwah5fIZ2TliqmIX386"
          + "fx5AlXXhyMiWbgiSODEYz2XZvZVJd6xdIL7tB7vkL2CCIByYkxQ5hGZVetQ==\",\"data\":\"Y+37EOlMh"
          + "50gQxJDn7yIsIr2fuj56BwQ5rhp6nL+Z1O4Gd8JVQ0q8P0ZRyTcXunzAgXHsl1mtkulMzSShgHwCC9wAQNet"
          + "/nW/4DpO4M36vdaeTtQ7Emx/W1XVPRvxDqUHQcQ+C6Q/3V6edXvsc0TnsqZyjzASEZnitftD8K3ZVfGADeDL"
          + "VY/cEdHKCMSlqFUB0kH4VilIl9uCLfYZoukCg==\"}";
  private static final String CONFIG =
      "dcd7b0be2353f87b3a57d7a691b6a69e37647196b0eba646c4d76d654919bc746932913e3b48a8cfaa119b3b"
          + "0b9473d4933b3157e8a2d4c56c0095907c1ba83d45bd5b960ea71d5ded1d7acc5f79f3e9b675e1d43e0b"
          + "7581c7b0d8261ab72fc1d5ec1ca47759c47ec5338204b5a8b68908b554c0c713d1407c2fcacabcc187ed"
          + "f90dc1145753d25217f0f2c93a2f71522200cf13bd16dd5264eec0";
  private static final String ID =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  private static MemoryBackend ofRestic() {
    MemoryBackend backend = new MemoryBackend();
    backend.save(FileKind.KEY, KEY_NAME, KEY.getBytes(StandardCharsets.US_ASCII));
    backend.save(FileKind.CONFIG, "config", HEX.parseHex(CONFIG));
    return backend;
  }

  @Test
  void opensTheKeyAndTheConfigResticWrote() {
    try (Repository repository = TestRepositories.open(ofRestic())) {
      assertThat(repository.id())
          .isEqualTo("f282e9646eeddea915622e53264e34c417e8a5996ad1e6e21b10d8e34d87d443");
      assertThat(repository.version()).isEqualTo(2);
      assertThat(repository.damagedKeys()).isEmpty();
      assertThat(repository.chunker().next(new byte[Chunker.LARGEST], 0, Chunker.LARGEST))
          .isEqualTo(Chunker.SMALLEST);
    }
  }

  @Test
  void opensThemWithNoOtherPassword() {
    assertThatExceptionOfType(PasswordException.class)
        .isThrownBy(() ->
            Repository.open(
                ofRestic(),
                RepositoryPassword.notSecret("mat khau thu"),
                TestRepositories.SMALL,
                TestRepositories.CLOCK));
  }

  @Test
  void writesTheHeaderOfAPackByteForByte() {
    StorageId id = StorageId.parse(ID).orElseThrow();
    List<PackedBlob> blobs =
        List.of(
            new PackedBlob(BlobType.DATA, id, 0, 49, 0),
            new PackedBlob(BlobType.DATA, id, 49, 70, 640));
    List<PackedBlob> trees =
        List.of(
            new PackedBlob(BlobType.TREE, id, 0, 49, 0),
            new PackedBlob(BlobType.TREE, id, 49, 70, 640));

    assertThat(HEX.formatHex(PackHeader.encode(blobs)))
        .isEqualTo("00" + "31000000" + ID + "02" + "46000000" + "80020000" + ID);
    assertThat(HEX.formatHex(PackHeader.encode(trees)))
        .isEqualTo("01" + "31000000" + ID + "03" + "46000000" + "80020000" + ID);
    assertThat(PackHeader.packLength(blobs)).isEqualTo(49 + 70 + 32 + 37 + 41 + 4);
  }
}
