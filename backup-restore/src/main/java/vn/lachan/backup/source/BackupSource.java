package vn.lachan.backup.source;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vn.lachan.backup.archive.Includes;

/**
 * One thing a plan backs up. All sources of a plan go into one snapshot.
 *
 * <p>What a source streams lies in the snapshot below {@code /<id>/}; folders keep their own paths.
 * Where {@link #required()}, a source that fails fails the run and there is no snapshot; else it is
 * left out and named.
 */
public sealed interface BackupSource {

  /** Unique in the plan: letters, digits and dashes. */
  String id();

  /** The word plans write it with. */
  String kind();

  /** For people: what it is and where. Holds no secret. */
  String describe();

  /** Absolute folders that are archived as they lie, when the rest of the source is done. */
  default List<Path> folders() {
    return List.of();
  }

  /**
   * Glob patterns of what is left out of the folders, see {@link
   * vn.lachan.backup.archive.Excludes}.
   */
  default List<String> excludes() {
    return List.of();
  }

  /** Patterns of what alone is taken of the folders, see {@link Includes}; empty: everything. */
  default List<String> includes() {
    return List.of();
  }

  /** Whether a run without this source counts as failed. */
  default boolean required() {
    return true;
  }

  /** Whether something of it is streamed or called, so that the snapshot carries a manifest. */
  default boolean streams() {
    return true;
  }

  private static void check(String id) {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("the id of a source is letters, digits, dashes: " + id);
    }
  }

  /**
   * Folders of this machine.
   *
   * @param folders absolute paths; links among them are followed, links below them are kept as
   *     links
   */
  record Folders(List<Path> folders, List<String> excludes, List<String> includes)
      implements BackupSource {

    /** All that is not excluded. */
    public Folders(List<Path> folders, List<String> excludes) {
      this(folders, excludes, List.of());
    }

    public Folders {
      folders = List.copyOf(folders);
      excludes = List.copyOf(excludes);
      includes = List.copyOf(includes);
      if (folders.isEmpty() || !folders.stream().allMatch(Path::isAbsolute)) {
        throw new IllegalArgumentException("a source needs absolute folders: " + folders);
      }
    }

    @Override
    public String id() {
      return "folders";
    }

    @Override
    public String kind() {
      return "folders";
    }

    @Override
    public boolean streams() {
      return false;
    }

    @Override
    public String describe() {
      String all = String.join(", ", folders.stream().map(Path::toString).toList());
      return includes.isEmpty() ? all : all + " (chỉ lấy " + String.join(", ", includes) + ")";
    }
  }

  /**
   * How a PostgreSQL server is reached.
   *
   * @param host name, address, or absolute folder of its socket
   * @param passFile a file as {@code PGPASSFILE} names it, mode 0600
   * @param bin folder of its programs; empty: the newest installed
   * @param runAs user of this machine the programs run as when we are root; empty: ourselves
   */
  record PostgresServer(
      String host,
      int port,
      String user,
      Optional<Path> passFile,
      Optional<Path> bin,
      String runAs) {

    public PostgresServer {
      if (host.isBlank() || host.startsWith("-") || port < 1 || port > 65_535 || user.isBlank()) {
        throw new IllegalArgumentException("host, port 1 to 65535 and user of a server: " + host);
      }
    }
  }

  /**
   * Databases as {@code pg_dump} custom format, {@code /<id>/<database>.pgdump}, each of one moment
   * with its counts.
   *
   * @param rows whether the rows of every table are counted, which reads them all
   * @param register query that gives the register's count at that moment
   * @param newest query that gives the newest transaction
   * @param longest one dump is given up after this time
   */
  record PostgresDump(
      String id,
      PostgresServer server,
      List<String> databases,
      boolean rows,
      Optional<String> register,
      Optional<String> newest,
      Duration longest,
      boolean required)
      implements BackupSource {

    public PostgresDump {
      check(id);
      databases = List.copyOf(databases);
      if (databases.isEmpty() || databases.stream().anyMatch(String::isBlank)) {
        throw new IllegalArgumentException("a dump needs databases");
      }
    }

    @Override
    public String kind() {
      return "postgres";
    }

    @Override
    public String describe() {
      return "PostgreSQL " + server.host() + ":" + server.port() + " " + databases;
    }
  }

  /**
   * A whole server as {@code pg_basebackup} tar, {@code /<id>/base.tar}, the ground for recovery to
   * a point in time. A server with tablespaces also gives {@code /<id>/<oid>.tar} for each and
   * {@code /<id>/backup_manifest}.
   *
   * @param wal whether the tar holds the log needed to start from it alone; else the log comes from
   *     {@code wal-push}
   * @param staging folder with room for the whole server, used only where it has tablespaces;
   *     empty: such a server is refused
   */
  record PostgresBase(
      String id,
      PostgresServer server,
      boolean wal,
      Optional<Path> staging,
      Duration longest,
      boolean required)
      implements BackupSource {

    public PostgresBase {
      check(id);
      if (!staging.map(Path::isAbsolute).orElse(true)) {
        throw new IllegalArgumentException("staging is an absolute folder: " + staging);
      }
    }

    @Override
    public String kind() {
      return "postgres-base";
    }

    @Override
    public String describe() {
      return "PostgreSQL " + server.host() + ":" + server.port() + " (pg_basebackup)";
    }
  }

  /**
   * What a program writes, {@code /<id>/<file>}.
   *
   * @param file name in the snapshot
   * @param command program and arguments; no shell is between
   * @param environmentFile lines {@code NAME=value} that only its owner may read
   * @param exitCodes which mean that the dump is whole
   * @param collect the program writes this file instead of its output; it must be newer than the
   *     start of the program
   * @param rowsCommand prints {@code table count} lines, or a JSON object, after the dump
   * @param registerCommand prints the register's count
   */
  record Command(
      String id,
      String file,
      List<String> command,
      Optional<Path> environmentFile,
      Set<Integer> exitCodes,
      Optional<Path> collect,
      List<String> rowsCommand,
      List<String> registerCommand,
      Duration longest,
      boolean required)
      implements BackupSource {

    public Command {
      check(id);
      command = List.copyOf(command);
      exitCodes = Set.copyOf(exitCodes);
      rowsCommand = List.copyOf(rowsCommand);
      registerCommand = List.copyOf(registerCommand);
      if (command.isEmpty() || exitCodes.isEmpty()) {
        throw new IllegalArgumentException("a command and the exit codes that are good");
      }
    }

    @Override
    public String kind() {
      return "command";
    }

    @Override
    public String describe() {
      return Tools.shortName(command) + " -> " + file;
    }
  }

  /**
   * Programs that quieten an application before the first source is read and wake it after the
   * last, whatever happened between.
   *
   * @param before fails the run when it fails; empty: none
   * @param after a failure is named; empty: none
   */
  record Quiesce(String id, List<String> before, List<String> after, Duration longest)
      implements BackupSource {

    public Quiesce {
      check(id);
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    @Override
    public String kind() {
      return "quiesce";
    }

    @Override
    public String describe() {
      String first = before.isEmpty() ? "-" : Tools.shortName(before);
      return first + " / " + (after.isEmpty() ? "-" : Tools.shortName(after));
    }
  }

  /**
   * A snapshot of Elasticsearch in a repository of type {@code fs}: registered, taken, verified;
   * then its folder is archived.
   *
   * @param location the folder, as the cluster and this machine both see it
   * @param apiKeyFile file with the API key, mode 0600
   * @param caFile certificate of the authority of the cluster, PEM
   * @param repository name of the repository in the cluster
   * @param keep so many snapshots of ours stay in the cluster's repository
   */
  record ElasticsearchSnapshot(
      String id,
      URI url,
      Optional<Path> apiKeyFile,
      Optional<Path> caFile,
      String repository,
      Path location,
      List<String> indices,
      int keep,
      Duration longest,
      boolean required)
      implements BackupSource {

    public ElasticsearchSnapshot {
      check(id);
      indices = List.copyOf(indices);
      if (!location.isAbsolute() || keep < 1 || indices.isEmpty()) {
        throw new IllegalArgumentException("an absolute location, indices, and keep at least 1");
      }
    }

    @Override
    public String kind() {
      return "elasticsearch";
    }

    @Override
    public List<Path> folders() {
      return List.of(location);
    }

    @Override
    public String describe() {
      return "Elasticsearch " + url + " " + indices;
    }
  }

  /**
   * The platform itself: its database, audit trail up to a whole record, evidence, reports, history
   * of backups, registry, settings, and its keys and secrets sealed for their keeper.
   *
   * @param data its data folder
   * @param files registry, settings and rule folders beside it
   * @param sealFor certificate (PEM) of the keeper of keys; only the keeper's private key opens the
   *     keys again
   * @param database whether the database is the platform's own file; one on a server is a source
   *     {@link PostgresDump} of the same plan
   * @param events whether the events stored in the data folder go along; all of them are read each
   *     time, though only what is new is stored
   */
  record Platform(
      String id, Path data, List<Path> files, Path sealFor, boolean database, boolean events)
      implements BackupSource {

    public Platform {
      check(id);
      files = List.copyOf(files);
      if (!data.isAbsolute() || !files.stream().allMatch(Path::isAbsolute)) {
        throw new IllegalArgumentException("absolute folders of the platform: " + data);
      }
    }

    @Override
    public String kind() {
      return "platform";
    }

    /**
     * Folders of {@code data} whose files nothing can make again: what backups and drills left
     * behind, minutes, evidence and its packages, reports that were issued. The database knows of
     * these files and is read before them.
     */
    public static final List<String> KEPT =
        List.of(
            "backup-history",
            "drill-minutes",
            "signature-reports",
            "evidence",
            "evidence-packages",
            "reports");

    /** {@link #files()}, and of {@link #KEPT} what there is. */
    @Override
    public List<Path> folders() {
      Stream<Path> kept = KEPT.stream().map(data::resolve).filter(Files::isDirectory);
      return Stream.concat(files.stream(), kept).toList();
    }

    @Override
    public String describe() {
      return "Lá Chắn " + data;
    }
  }
}
