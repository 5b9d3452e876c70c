package vn.lachan.backup.source;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The server of a {@link PostgresSandbox}, in a folder of its own that goes with it. Its programs
 * reach it through a socket there.
 */
final class ScratchServer implements AutoCloseable {

  static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C.UTF-8", "PGCLIENTENCODING", "UTF8", "PGAPPNAME", "lachan");
  private static final int LONGEST_SOCKET_FOLDER = 80;

  private final PostgresSandbox.Settings settings;
  private final Path folder;
  private final Path bin;
  private final String user;
  private final ChildProcess server;
  private final String version;

  private ScratchServer(PostgresSandbox.Settings settings, Path folder, Path bin, String user) {
    this.settings = settings;
    this.folder = folder;
    this.bin = bin;
    this.user = user;
    initialise();
    this.server = startServer();
    this.version = awaitVersion();
  }

  /**
   * Starts one below {@code parent}.
   *
   * @param bin folder of the programs of PostgreSQL
   * @throws SourceException when it cannot be started; nothing is left then
   */
  static ScratchServer start(Path parent, Path bin, PostgresSandbox.Settings settings) {
    boolean root = System.getProperty("user.name", "").equals("root");
    String user = root ? settings.user() : "";
    Path folder = ownFolder(parent, user);
    try {
      return new ScratchServer(settings, folder, bin, user);
    } catch (SourceException e) {
      remove(folder);
      throw e;
    }
  }

  private static Path ownFolder(Path parent, String user) {
    try {
      Path base =
          parent.toAbsolutePath().toString().length() > LONGEST_SOCKET_FOLDER
              ? Path.of("/tmp")
              : parent.toAbsolutePath();
      Path folder =
          Files.createTempDirectory(
              base,
              "lcpg",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (!user.isEmpty()) {
        UserPrincipal owner =
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        Files.setOwner(folder, owner);
      }
      return folder;
    } catch (IOException e) {
      throw new SourceException(
          "không tạo được thư mục cho PostgreSQL tạm trong " + parent + ": " + e, e);
    }
  }

  private void initialise() {
    List<String> initdb =
        tool(
            "initdb",
            "-D",
            data(),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
            "--no-instructions");
    try (ChildProcess process = ChildProcess.start(initdb, ENVIRONMENT, settings.start())) {
      process.rawOutput().transferTo(OutputStream.nullOutputStream());
      int exit = process.exit();
      if (exit != 0) {
        throw new SourceException(process.failure(exit));
      }
    } catch (IOException e) {
      throw new SourceException("initdb: " + e.getMessage(), e);
    }
  }

  private String data() {
    return folder.resolve("d").toString();
  }

  private ChildProcess startServer() {
    List<String> server = new ArrayList<>(tool("postgres", "-D", data(), "-k", folder.toString()));
    for (String setting :
        List.of(
            "listen_addresses=",
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_connections=10",
            "autovacuum=off",
            "logging_collector=off")) {
      server.addAll(List.of("-c", setting));
    }
    return ChildProcess.start(server, ENVIRONMENT, settings.longest());
  }

  private String awaitVersion() {
    long deadline = System.nanoTime() + settings.start().toNanos();
    while (true) {
      try (PsqlSession session = session("postgres")) {
        return session.value("show server_version").orElse("");
      } catch (SourceException e) {
        if (System.nanoTime() > deadline || !server.isAlive()) {
          String said = String.join(" | ", server.complaints());
          server.close();
          throw new SourceException("PostgreSQL tạm không khởi động được: " + said, e);
        }
      }
    }
  }

  String version() {
    return version;
  }

  private List<String> tool(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(bin.resolve(name).toString()));
    command.addAll(List.of(arguments));
    return Tools.as(user, command);
  }

  /** A program that is told to reach the server as its owner, with {@code arguments}. */
  List<String> client(String name, String database, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("-h", folder.toString(), "-U", "postgres", "-d", database));
    command.addAll(List.of(arguments));
    return tool(name, command.toArray(String[]::new));
  }

  PsqlSession session(String database) {
    return new PsqlSession(client("psql", database), ENVIRONMENT, settings.longest());
  }

  @Override
  public void close() {
    server.close();
    remove(folder);
  }

  private static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new SourceException("không xoá hết được thư mục tạm " + folder + ": " + e, e);
    }
  }
}
