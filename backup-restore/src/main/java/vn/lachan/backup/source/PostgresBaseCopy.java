package vn.lachan.backup.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a whole server with {@code pg_basebackup}.
 *
 * <p>A server without tablespaces comes as one tar on the output of the program. One with
 * tablespaces gives a tar for each, which pg_basebackup only writes into a folder: they are staged
 * there and each goes as soon as it is in the repository.
 */
final class PostgresBaseCopy {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresBaseCopy.class);
  private static final String BASE = "base.tar";

  private final BackupSource.PostgresBase source;
  private final PostgresTools tools;

  PostgresBaseCopy(BackupSource.PostgresBase source) {
    this.source = source;
    this.tools = PostgresTools.of(source.server(), "pg_basebackup", source.longest());
  }

  void run(SourceCapture to) {
    int tablespaces = facts("before", to);
    if (tablespaces == 0) {
      call("-").stream(
          Set.of(0),
          content -> {
            to.plain(BASE, content);
            return true;
          });
    } else {
      Path staging =
          source
              .staging()
              .orElseThrow(() ->
                  new SourceException(
                      "máy chủ có "
                          + tablespaces
                          + " tablespace: khai staging, một thư mục đủ chỗ cho cả máy chủ"));
      staged(staging, to);
    }
    facts("after", to);
  }

  private ProcessCall call(String target) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-D",
                target,
                "-Ft",
                "-X",
                source.wal() ? "fetch" : "none",
                "--checkpoint=fast",
                "--manifest-checksums=SHA256",
                "--no-password",
                "--label=lachan"));
    if (!target.equals("-")) {
      arguments.add("--no-sync"); // it goes again; the repository makes it durable
    }
    return new ProcessCall(
        tools.command("pg_basebackup", arguments.toArray(String[]::new)),
        tools.environment(),
        source.longest());
  }

  private void staged(Path staging, SourceCapture to) {
    Path folder = staging.resolve("lachan-base-" + source.id());
    try {
      remove(folder); // of a run that was killed
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      String user = source.server().runAs();
      if (!user.isEmpty() && System.getProperty("user.name", "").equals("root")) {
        Files.setOwner(
            folder,
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
      }
      call(folder.toString()).text();
      for (Path file : files(folder)) {
        String name = String.valueOf(file.getFileName());
        try (InputStream content = Files.newInputStream(file)) {
          to.plain(name, content);
        }
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new SourceException("không dùng được staging " + staging + ": " + e.getMessage(), e);
    } finally {
      clear(folder);
    }
  }

  /** Tars of tablespaces, then the base, then its manifest. */
  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(files::add);
    }
    if (files.stream().noneMatch(file -> file.endsWith(BASE))) {
      throw new SourceException("pg_basebackup không ghi " + BASE);
    }
    files.sort(
        Comparator.comparing((Path file) -> !String.valueOf(file.getFileName()).matches("\\d+.*"))
            .thenComparing(file -> !file.endsWith(BASE))
            .thenComparing(Path::toString));
    return files;
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** What cannot be removed now is removed by the next run, which fails when it cannot either. */
  private static void clear(Path folder) {
    try {
      remove(folder);
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", folder, e.toString());
    }
  }

  /** Notes where the server stands; gives the number of its tablespaces. */
  private int facts(String when, SourceCapture to) {
    try (PsqlSession session = tools.session("postgres")) {
      to.fact("lsn." + when, PostgresDumper.lsn(session));
      to.fact("moment." + when, session.value("select now()").orElse(""));
      to.fact(
          "system", session.value("select system_identifier from pg_control_system()").orElse(""));
      to.fact(
          "timeline", session.value("select timeline_id from pg_control_checkpoint()").orElse(""));
      to.fact("server", session.value("show server_version").orElse(""));
      String ours = " from pg_tablespace where pg_tablespace_location(oid) <> ''";
      List<String> all = session.ask("select oid" + ours);
      for (String oid : all) {
        to.fact(
            "tablespace." + oid,
            session
                .value(
                    "select spcname || ' ' || pg_tablespace_location(oid)"
                        + ours
                        + " and oid = "
                        + oid)
                .orElse(""));
      }
      return all.size();
    }
  }
}
