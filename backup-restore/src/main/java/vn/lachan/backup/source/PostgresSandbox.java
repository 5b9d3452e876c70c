package vn.lachan.backup.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A PostgreSQL server of its own: made with {@code initdb} in a scratch folder, reached only
 * through a socket in a folder of its user, without a network port, and gone with the sandbox.
 *
 * <p>The server does not run as root: it runs as {@link Settings#user()} when we are. Durability is
 * off, since nothing in it has to survive.
 */
public final class PostgresSandbox implements DatabaseSandbox {

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
  private final ScratchServer server;
  private int databases;

  private PostgresSandbox(Settings settings, ScratchServer server) {
    this.settings = settings;
    this.server = server;
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
    return new PostgresSandbox(settings, ScratchServer.start(parent, bin, settings));
  }

  @Override
  public String describe() {
    return "PostgreSQL " + server.version();
  }

  @Override
  public RestoredDatabase restore(
      String name, InputStream dump, Optional<String> newestSql, Optional<String> registerSql) {
    String database = "s" + ++databases;
    try (PsqlSession session = server.session("postgres")) {
      session.ask("create database " + database + " template template0 encoding 'UTF8'");
    }
    long began = System.nanoTime();
    List<String> problems = new ArrayList<>(pour(database, dump));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    proveConstraints(database, problems);
    try (PsqlSession session = server.session(database)) {
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
        server.client("pg_restore", database, "--no-owner", "--no-privileges", "--no-password");
    try (ChildProcess process =
        ChildProcess.start(restore, ScratchServer.ENVIRONMENT, settings.longest())) {
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
    try (PsqlSession session = server.session(database)) {
      unproven = session.unproven();
    }
    for (String statement : unproven) {
      try (PsqlSession session = server.session(database)) {
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
    try (PsqlSession session = server.session(database)) {
      return question.apply(session);
    } catch (SourceException e) {
      problems.add("không lấy được " + what + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
