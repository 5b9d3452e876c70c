package vn.lachan.backup.source;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Dumps databases. The session that counts exports its snapshot and {@code pg_dump} dumps in it, so
 * dump and counts are of one moment, whatever is written meanwhile. The dump is not compressed: the
 * repository does that, and equal parts of two dumps are stored once.
 */
final class PostgresDumper {

  private final BackupSource.PostgresDump source;
  private final PostgresTools tools;

  PostgresDumper(BackupSource.PostgresDump source) {
    this.source = source;
    this.tools = PostgresTools.of(source.server(), "pg_dump", source.longest());
  }

  void run(SourceCapture to) {
    for (String database : source.databases()) {
      one(database, to);
    }
  }

  private void one(String database, SourceCapture to) {
    try (PsqlSession session = tools.session(database)) {
      session.ask("begin isolation level repeatable read read only");
      String snapshot = session.value("select pg_export_snapshot()").orElseThrow();
      to.fact(database + ".snapshot", snapshot);
      to.fact(database + ".lsn", lsn(session));
      to.fact(database + ".server", session.value("show server_version").orElse(""));
      to.fact(database + ".moment", session.value("select now()").orElse(""));
      OptionalLong constraints = OptionalLong.of(session.constraints());
      OptionalLong register =
          source.register().isPresent()
              ? OptionalLong.of(session.number(bare(source.register().get())))
              : OptionalLong.empty();
      Optional<Instant> newest = source.newest().flatMap(session::moment);
      DumpSink.Taken taken = dump(database, snapshot, to);
      Map<String, Long> rows = source.rows() ? session.rows() : Map.of();
      session.ask("commit");
      to.add(
          new DumpRecord(
              to.path(name(database)),
              database,
              taken.bytes(),
              taken.sha256(),
              0,
              rows,
              constraints,
              register,
              newest));
    }
  }

  private DumpSink.Taken dump(String database, String snapshot, SourceCapture to) {
    ProcessCall call =
        new ProcessCall(
            tools.command(
                "pg_dump",
                "-Fc",
                "-Z0",
                "--no-password",
                "--lock-wait-timeout=60000",
                "--snapshot=" + snapshot,
                "-d",
                database),
            tools.environment(),
            source.longest());
    return call.stream(Set.of(0), content -> to.take(name(database), content)).value();
  }

  static String lsn(PsqlSession session) {
    return session
        .value(
            "select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()"
                + " else pg_current_wal_lsn() end")
        .orElse("");
  }

  /** Without the semicolon at its end. */
  static String bare(String sql) {
    return sql.strip().replaceAll(";+$", "");
  }

  /** A database may have any name; the file's name keeps what is safe of it. */
  static String name(String database) {
    return database.replaceAll("[^\\p{L}\\p{N}._-]", "_") + ".pgdump";
  }
}
