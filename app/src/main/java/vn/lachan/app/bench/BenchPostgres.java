package vn.lachan.app.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of Debian's package for one measurement: on a free port of the loopback, with
 * a password, every commit synced as in an installation. It runs as {@code postgres} when we are
 * root.
 */
final class BenchPostgres implements AutoCloseable {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final String OWNER = "postgres";
  private static final int SECONDS = 60;

  private final Path folder;
  private final Path bin;
  private final String password = UUID.randomUUID().toString();
  private final int port;

  private BenchPostgres(Path bin, Path folder) throws IOException, InterruptedException {
    this.bin = bin;
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    Path secret = folder.resolve("password");
    Files.writeString(secret, password);
    give(secret);
    run("initdb", "-D", data(), "-U", OWNER, "-A", "scram-sha-256", "--pwfile=" + secret, "-N");
    Files.delete(secret);
    Files.writeString(
        Path.of(data()).resolve("postgresql.auto.conf"),
        "listen_addresses='127.0.0.1'\nport=%d\nunix_socket_directories=''\n".formatted(port));
    run("pg_ctl", "-D", data(), "-l", folder.resolve("log").toString(), "-w", "start");
  }

  /** Starts one below {@code parent}; empty where PostgreSQL is not installed. */
  static Optional<BenchPostgres> start(Path parent) throws IOException, InterruptedException {
    Optional<Path> bin = installed();
    if (bin.isEmpty()) {
      return Optional.empty();
    }
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path folder = Files.createDirectory(parent.resolve("postgres"));
    give(folder);
    return Optional.of(new BenchPostgres(bin.get(), folder));
  }

  /** The programs of the newest version. */
  private static Optional<Path> installed() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(found -> Files.isExecutable(found.resolve("initdb")))
          .max(Comparator.comparing(Path::toString));
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  private static void give(Path file) throws IOException {
    if (isRoot()) {
      Files.setOwner(
          file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void run(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=" + OWNER, "--regid=" + OWNER, "--clear-groups"));
    }
    command.add(bin.resolve(tool).toString());
    command.addAll(List.of(arguments));
    Path said = folder.resolve(tool + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    if (!ended || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(tool + ": " + Files.readString(said, StandardCharsets.UTF_8).strip());
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  String user() {
    return OWNER;
  }

  String password() {
    return password;
  }

  @Override
  public void close() throws IOException {
    try {
      run("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL stops", e);
    }
  }
}
