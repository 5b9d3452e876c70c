package vn.lachan.backup.source;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server of Debian's package, with a password and a port on the loopback. One is
 * shared by the tests of this JVM and stops with it. Tests that need it are skipped where it is not
 * installed.
 */
public final class RealPostgres {

  public static final String PASSWORD = "mat-khau-thu-nghiem";
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable RealPostgres shared;

  public final Path folder;
  public final Path data;
  public final int port;
  private final Path bin;
  private final boolean root = System.getProperty("user.name", "").equals("root");

  private RealPostgres(Path bin, Path folder, Path data, int port) {
    this.bin = bin;
    this.folder = folder;
    this.data = data;
    this.port = port;
  }

  /** The shared server; skips the test when there is none. */
  public static synchronized RealPostgres require() {
    Optional<Path> bin = Tools.folderOf("initdb", Optional.empty());
    assumeTrue(bin.isPresent(), "PostgreSQL is not installed (apt-get install postgresql)");
    if (shared == null) {
      RealPostgres server = in(temporary(), bin.orElseThrow());
      server.initialise();
      server.start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      shared = server;
    }
    return shared;
  }

  /** Another server over {@code data}, not started yet, which must belong to this class's user. */
  public RealPostgres over(Path otherData) {
    return new RealPostgres(bin, folder, otherData, freePort());
  }

  /** A fresh server of its own, initialised and not started. */
  public static RealPostgres fresh() {
    Optional<Path> bin = Tools.folderOf("initdb", Optional.empty());
    assumeTrue(bin.isPresent(), "PostgreSQL is not installed (apt-get install postgresql)");
    RealPostgres server = in(temporary(), bin.orElseThrow());
    server.initialise();
    return server;
  }

  private static RealPostgres in(Path folder, Path bin) {
    RealPostgres server = new RealPostgres(bin, folder, folder.resolve("data"), freePort());
    server.own(folder);
    return server;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory(Path.of("/tmp"), "lachan-pg");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives {@code path} to the server's user. */
  public void own(Path path) {
    if (root) {
      run(List.of("chown", "-R", "postgres:postgres", path.toString()));
    }
  }

  private void initialise() {
    try {
      Path password = Files.writeString(folder.resolve("pw"), PASSWORD + "\n");
      own(password);
      tool(
          "initdb",
          "-D",
          data.toString(),
          "-U",
          "postgres",
          "-A",
          "scram-sha-256",
          "--pwfile",
          password.toString(),
          "-E",
          "UTF8",
          "--no-locale",
          "--no-sync");
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          """
          listen_addresses = '127.0.0.1'
          unix_socket_directories = '%s'
          fsync = off
          wal_level = replica
          max_wal_senders = 4
          shared_buffers = 16MB
          """
              .formatted(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void start(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "-D",
                data.toString(),
                "-w",
                "-t",
                "60",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port));
    for (String option : options) {
      command.addAll(List.of("-o", option));
    }
    command.add("start");
    tool("pg_ctl", command.toArray(String[]::new));
  }

  public void stop() {
    tool("pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "stop");
  }

  /** What the server wrote into its log. */
  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Stops the server and removes it. */
  public void close() {
    try {
      stop();
    } catch (AssertionError e) {
      // it was not running
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program of PostgreSQL as the server's user. */
  public String tool(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(bin.resolve(name).toString()));
    command.addAll(List.of(arguments));
    return run(Tools.as(root ? "postgres" : "", command));
  }

  private static String run(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "PGPASSWORD", PASSWORD));
      Path output = Files.createTempFile("lachan-pg", ".out");
      Process process =
          builder.directory(new java.io.File("/")).redirectOutput(output.toFile()).start();
      boolean ended = process.waitFor(120, TimeUnit.SECONDS);
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(command + ": " + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs {@code sql} in {@code database} and returns what it prints. */
  public String sql(String database, String sql) {
    return tool(
        "psql",
        "-X",
        "-q",
        "-A",
        "-t",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        "127.0.0.1",
        "-p",
        Integer.toString(port),
        "-U",
        "postgres",
        "-d",
        database,
        "-c",
        sql);
  }

  /** A new database of dossiers: {@code dossiers} of them, three steps each. */
  public String dossiers(int dossiers) {
    String name = "mot_cua_" + DATABASES.incrementAndGet();
    sql("postgres", "create database " + name);
    sql(
        name,
        """
        create table ho_so (id bigint primary key, ma text not null unique, ngay timestamptz not null,
          check (id > 0));
        create table buoc (id bigserial primary key, ho_so bigint not null references ho_so, ten text);
        create table "Danh mục" (ma text primary key);
        insert into ho_so select i, 'H60-' || i, timestamptz '2026-10-01 00:00:00+07' + i * interval '1 minute'
          from generate_series(1, %1$d) i;
        insert into buoc (ho_so, ten) select id, 'Bước ' || s from ho_so, generate_series(1, 3) s;
        insert into "Danh mục" values ('khai sinh'), ('đất đai');
        """
            .formatted(dossiers));
    return name;
  }

  /** A password file for this server, readable by its owner alone. */
  public Path passFile(Path place) {
    try {
      Files.writeString(place, "127.0.0.1:" + port + ":*:postgres:" + PASSWORD + "\n");
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-------"));
      return place;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
