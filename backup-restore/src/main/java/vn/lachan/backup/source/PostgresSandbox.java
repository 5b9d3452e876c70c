package vn.lachan.backup.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own: made with {@code initdb} in a scratch folder, reached only
 * through a socket in a folder of its user, without a network port, and gone with the sandbox.
 *
 * <p>The server does not run as root: it runs as {@link Settings#user()} when we are. Durability is
 * off, since nothing in it has to survive.
 */
public final class PostgresSandbox implements DatabaseSandbox {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C.UTF-8", "PGCLIENTENCODING", "UTF8", "PGAPPNAME", "lachan");
  private static final int LONGEST_SOCKET_FOLDER = 80;

  /**
   * How the server is found, run and limited.
   *
   * @param bin folder with {@code initdb}, {@code postgres}, {@code pg_restore} and {@code psql};
   *     empty: the newest version installed
   * @param user who the server runs as when we are root
   * @param start how long it may take to start
   * @param longest how long one restore or one query may take
   * @param mostProblems so many problems of one dump are named
   */
  public record Settings(
      Optional<Path> bin, String user, Duration start, Duration longest, int mostProblems) {
    public static final Settings DEFAULT =
        new Settings(
            Optional.empty(), "postgres", Duration.ofMinutes(1), Duration.ofHours(24), 100);

    public Settings {
      if (start.isNegative() || longest.isNegative() || mostProblems < 1) {
        throw new IllegalArgumentException("limits of a sandbox are positive");
      }
    }
  }

  private final Settings settings;
  private final Path folder;
  private final Path bin;
  private final String user;
  private final ChildProcess server;
  private final String version;
  private int databases;

  private PostgresSandbox(Settings settings, Path folder, Path bin, String user) {
    this.settings = settings;
    this.folder = folder;
    this.bin = bin;
    this.user = user;
    initialise();
    this.server = startServer();
    this.version = awaitVersion();
  }

  /** Whether a sandbox can be had on this machine; else why not, in Vietnamese. */
  public static Optional<String> unavailable(Settings settings) {
    if (Tools.folderOf("initdb", settings.bin()).isEmpty()) {
      return Optional.of(
          "máy này không có PostgreSQL để khôi phục thử (cài gói postgresql, hoặc đặt thư mục của nó)");
    }
    return Optional.empty();
  }

  /**
   * Starts one.
   *
   * @param parent an existing folder with room for the databases; what is made below it is removed
   *     by {@link #close()}
   * @throws SourceException when it cannot be started
   */
  public static PostgresSandbox start(Path parent, Settings settings) {
    Path bin =
        Tools.folderOf("initdb", settings.bin())
            .orElseThrow(() -> new SourceException(unavailable(settings).orElse("initdb")));
    boolean root = System.getProperty("user.name", "").equals("root");
    String user = root ? settings.user() : "";
    Path folder = ownFolder(parent, user);
    try {
      return new PostgresSandbox(settings, folder, bin, user);
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

  private List<String> tool(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(bin.resolve(name).toString()));
    command.addAll(List.of(arguments));
    return Tools.as(user, command);
  }

  private PsqlSession session(String database) {
    List<String> psql = tool("psql", "-h", folder.toString(), "-U", "postgres", "-d", database);
    return new PsqlSession(psql, ENVIRONMENT, settings.longest());
  }

  @Override
  public String describe() {
    return "PostgreSQL " + version;
  }

  @Override
  public RestoredDatabase restore(
      String name, InputStream dump, Optional<String> newestSql, Optional<String> registerSql) {
    String database = "s" + ++databases;
    try (PsqlSession session = session("postgres")) {
      session.ask("create database " + database + " template template0 encoding 'UTF8'");
    }
    long began = System.nanoTime();
    List<String> problems = new ArrayList<>(pour(database, dump));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    proveConstraints(database, problems);
    try (PsqlSession session = session(database)) {
      session.invalidIndexes().forEach(index -> problems.add("chỉ mục không hợp lệ: " + index));
      Map<String, Long> rows = session.rows();
      long constraints = session.constraints();
      Optional<Instant> newest =
          newestSql.flatMap(
              sql -> asked(database, "giao dịch mới nhất", problems, one -> one.moment(sql)));
      Optional<Long> register =
          registerSql.flatMap(sql ->
              asked(
                  database,
                  "số hồ sơ trong sổ",
                  problems,
                  one -> Optional.of(one.number(PostgresDumper.bare(sql)))));
      return new RestoredDatabase(
          name,
          rows,
          constraints,
          problems.stream().limit(settings.mostProblems()).toList(),
          newest,
          register.map(OptionalLong::of).orElse(OptionalLong.empty()),
          took);
    }
  }

  private List<String> pour(String database, InputStream dump) {
    List<String> restore =
        tool(
            "pg_restore",
            "-h",
            folder.toString(),
            "-U",
            "postgres",
            "-d",
            database,
            "--no-owner",
            "--no-privileges",
            "--no-password");
    try (ChildProcess process = ChildProcess.start(restore, ENVIRONMENT, settings.longest())) {
      String torn = "";
      try (OutputStream to = process.input()) {
        dump.transferTo(to);
      } catch (IOException e) {
        torn = "bản dump không đọc được đến hết: " + e.getMessage();
      }
      int exit = process.exit();
      List<String> problems = new ArrayList<>();
      process.complaints().stream()
          .filter(line -> line.contains("error:") || line.contains("fatal:"))
          .forEach(problems::add);
      if (exit != 0 && problems.isEmpty()) {
        problems.add(process.failure(exit));
      }
      if (!torn.isEmpty() && problems.isEmpty()) {
        problems.add(torn);
      }
      return problems;
    }
  }

  private void proveConstraints(String database, List<String> problems) {
    List<String> unproven;
    try (PsqlSession session = session(database)) {
      unproven = session.unproven();
    }
    for (String statement : unproven) {
      try (PsqlSession session = session(database)) {
        session.ask(statement);
      } catch (SourceException e) {
        problems.add("ràng buộc không đúng: " + e.getMessage());
      }
    }
  }

  private <T> Optional<T> asked(
      String database,
      String what,
      List<String> problems,
      Function<PsqlSession, Optional<T>> question) {
    try (PsqlSession session = session(database)) {
      return question.apply(session);
    } catch (SourceException e) {
      problems.add("không lấy được " + what + ": " + e.getMessage());
      return Optional.empty();
    }
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
