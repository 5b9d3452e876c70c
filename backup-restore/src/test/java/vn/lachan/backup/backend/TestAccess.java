package vn.lachan.backup.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** Accounts for servers on the loopback address, with short waits. */
final class TestAccess {

  static final TransferSettings QUICK =
      new TransferSettings(
          4,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          1 << 20,
          new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(2)));

  private TestAccess() {}

  static BackendAccess rest(Path passwordFile) {
    return new BackendAccess(
        "", passwordFile, null, null, null, null, "", null, "", null, List.of(), QUICK);
  }

  static BackendAccess sftp(Path keyFile, Path knownHosts) {
    return new BackendAccess(
        "", null, null, keyFile, knownHosts, null, "", null, "", null, List.of(), QUICK);
  }

  static BackendAccess s3(String accessKey, Path secretKeyFile, ObjectLockSettings lock) {
    return new BackendAccess(
        "",
        null,
        null,
        null,
        null,
        null,
        accessKey,
        secretKeyFile,
        "us-east-1",
        lock,
        List.of(),
        QUICK);
  }

  /** A file that only its owner reads. */
  static Path secret(Path file, String text) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RepositoryLocation parsed(String text) {
    return switch (LocationText.parse(text, Path.of("/"))) {
      case LocationText.Result.Parsed(RepositoryLocation location) -> location;
      case LocationText.Result.Refused(String reason) -> throw new AssertionError(reason);
    };
  }
}
