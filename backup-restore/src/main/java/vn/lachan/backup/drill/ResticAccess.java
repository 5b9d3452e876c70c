package vn.lachan.backup.drill;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.backend.BackendAccess;
import vn.lachan.backup.backend.BackendAccessFile;
import vn.lachan.backup.backend.RepositoryLocation;
import vn.lachan.backup.plan.BackupTarget;

/**
 * How stock restic reaches a repository of ours. The address goes through a private file because it
 * may hold a password, which for REST older versions of restic take nowhere else.
 *
 * @param address as restic wants it; may hold a password
 * @param options words before the command, without secrets
 */
record ResticAccess(
    String address, List<String> options, Map<String, String> secrets, Path passwordFile) {

  static final String ADDRESS_FILE = "dia-chi";

  /** Whether it can be reached. */
  sealed interface Result {
    record Reachable(ResticAccess access) implements Result {}

    /** {@code why} is in Vietnamese. */
    record Unreachable(String why) implements Result {}
  }

  static Result of(BackupTarget target) throws IOException {
    Path accessFile = target.accessFile();
    BackendAccess access = BackendAccess.NONE;
    if (accessFile != null) {
      switch (BackendAccessFile.read(accessFile)) {
        case BackendAccessFile.Result.Read(BackendAccess read) -> access = read;
        case BackendAccessFile.Result.Refused(List<String> problems) -> {
          return new Result.Unreachable(accessFile + ":" + String.join("; ", problems));
        }
      }
    }
    return switch (target.location()) {
      case RepositoryLocation.Local(Path folder) ->
          new Result.Reachable(
              new ResticAccess(folder.toString(), List.of(), Map.of(), target.passwordFile()));
      case RepositoryLocation.Rest rest -> rest(rest, access, target.passwordFile());
      case RepositoryLocation.Sftp sftp -> sftp(sftp, access, target.passwordFile());
      case RepositoryLocation.S3 s3 -> s3(s3, access, target.passwordFile());
    };
  }

  private static Result rest(RepositoryLocation.Rest rest, BackendAccess access, Path password)
      throws IOException {
    if (access.tokenFile() != null) {
      return new Result.Unreachable("restic không đăng nhập bằng token được");
    }
    String user = rest.user().isEmpty() ? access.user() : rest.user();
    Path secret = access.passwordFile();
    String who =
        user.isEmpty()
            ? ""
            : escape(user) + (secret == null ? "" : ":" + escape(read(secret))) + "@";
    return new Result.Reachable(
        new ResticAccess(
            "rest:" + rest.address().toString().replaceFirst("://", "://" + who),
            certificates(access),
            Map.of(),
            password));
  }

  private static Result s3(RepositoryLocation.S3 s3, BackendAccess access, Path password)
      throws IOException {
    Path secret = access.secretKeyFile();
    Map<String, String> secrets = new HashMap<>();
    secrets.put("AWS_ACCESS_KEY_ID", access.accessKey());
    secrets.put("AWS_SECRET_ACCESS_KEY", secret == null ? "" : read(secret));
    secrets.put("AWS_DEFAULT_REGION", access.region());
    return new Result.Reachable(
        new ResticAccess(s3.toString(), certificates(access), secrets, password));
  }

  private static Result sftp(RepositoryLocation.Sftp sftp, BackendAccess access, Path password) {
    if (access.passwordFile() != null) {
      return new Result.Unreachable("restic chỉ dùng SFTP với khoá, không với mật khẩu");
    }
    String user = sftp.user().isEmpty() ? access.user() : sftp.user();
    List<String> ssh =
        new ArrayList<>(List.of("ssh", "-o", "BatchMode=yes", "-p", "" + sftp.port()));
    if (access.keyFile() != null) {
      ssh.addAll(List.of("-i", access.keyFile().toString(), "-o", "IdentitiesOnly=yes"));
    }
    if (access.knownHosts() != null) {
      ssh.addAll(
          List.of(
              "-o",
              "UserKnownHostsFile=" + access.knownHosts(),
              "-o",
              "StrictHostKeyChecking=yes"));
    }
    ssh.addAll(List.of((user.isEmpty() ? "" : user + "@") + sftp.host(), "-s", "sftp"));
    return new Result.Reachable(
        new ResticAccess(
            sftp.toString(),
            List.of("-o", "sftp.command=" + String.join(" ", ssh)),
            Map.of(),
            password));
  }

  private static List<String> certificates(BackendAccess access) {
    Path file = access.caFile();
    return file == null ? List.of() : List.of("--cacert", file.toString());
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).strip();
  }

  private static String escape(@Nullable String text) {
    return URLEncoder.encode(text == null ? "" : text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The environment restic runs with; writes the address into {@code folder}. */
  Map<String, String> environment(Path folder) throws IOException {
    Path file = folder.resolve(ADDRESS_FILE);
    Files.deleteIfExists(file);
    try (var channel =
        Files.newByteChannel(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(address.getBytes(StandardCharsets.UTF_8)));
    }
    Map<String, String> environment = new HashMap<>(secrets);
    environment.put("RESTIC_REPOSITORY_FILE", file.toString());
    environment.put("RESTIC_PASSWORD_FILE", passwordFile.toString());
    return environment;
  }
}
