package vn.lachan.backup.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the programs of PostgreSQL are called for one server. */
record PostgresTools(BackupSource.PostgresServer server, Path bin, Duration longest) {

  static PostgresTools of(BackupSource.PostgresServer server, String program, Duration longest) {
    Path bin =
        Tools.folderOf(program, server.bin())
            .orElseThrow(() -> new SourceException("máy này không có " + program));
    return new PostgresTools(server, bin, longest);
  }

  Map<String, String> environment() {
    Map<String, String> environment =
        new TreeMap<>(
            Map.of(
                "LC_ALL", "C.UTF-8",
                "PGCLIENTENCODING", "UTF8",
                "PGAPPNAME", "lachan",
                "PGCONNECT_TIMEOUT", "15"));
    server.passFile().ifPresent(file -> environment.put("PGPASSFILE", file.toString()));
    return environment;
  }

  /** {@code program} on the server with {@code arguments}; never asks for a password. */
  List<String> command(String program, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                bin.resolve(program).toString(),
                "-h",
                server.host(),
                "-p",
                Integer.toString(server.port()),
                "-U",
                server.user()));
    command.addAll(List.of(arguments));
    return Tools.as(server.runAs(), command);
  }

  PsqlSession session(String database) {
    return new PsqlSession(command("psql", "-d", database), environment(), longest);
  }
}
