package vn.lachan.backup.source;

import java.util.Set;

/**
 * Copies a whole server with {@code pg_basebackup}, which writes one tar to its output. Servers
 * with tablespaces cannot be copied so (pg_basebackup refuses and says it).
 */
final class PostgresBaseCopy {

  private final BackupSource.PostgresBase source;
  private final PostgresTools tools;

  PostgresBaseCopy(BackupSource.PostgresBase source) {
    this.source = source;
    this.tools = PostgresTools.of(source.server(), "pg_basebackup", source.longest());
  }

  void run(SourceCapture to) {
    facts("before", to);
    ProcessCall call =
        new ProcessCall(
            tools.command(
                "pg_basebackup",
                "-D",
                "-",
                "-Ft",
                "-X",
                source.wal() ? "fetch" : "none",
                "--checkpoint=fast",
                "--manifest-checksums=SHA256",
                "--no-password",
                "--label=lachan"),
            tools.environment(),
            source.longest());
    call.stream(
        Set.of(0),
        content -> {
          to.plain("base.tar", content);
          return true;
        });
    facts("after", to);
  }

  private void facts(String when, SourceCapture to) {
    try (PsqlSession session = tools.session("postgres")) {
      to.fact("lsn." + when, PostgresDumper.lsn(session));
      to.fact("moment." + when, session.value("select now()").orElse(""));
      to.fact(
          "system", session.value("select system_identifier from pg_control_system()").orElse(""));
      to.fact(
          "timeline", session.value("select timeline_id from pg_control_checkpoint()").orElse(""));
      to.fact("server", session.value("show server_version").orElse(""));
    }
  }
}
