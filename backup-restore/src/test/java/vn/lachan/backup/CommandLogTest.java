package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.command.BackupCommand;

class CommandLogTest {

  @TempDir Path folder;

  @Test
  void remembersWhatTheCommandDid() throws IOException {
    Fixture fixture = new Fixture(folder);
    fixture.dossier("a.xml", "a");
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    BackupCommand command = new BackupCommand(Fixture.SETTINGS, fixture.clock, fixture.audit::add);
    Path history = folder.resolve("lich-su-2");
    List<String> words =
        List.of(
            "run",
            "--repo",
            fixture.location.toString(),
            "--password-file",
            fixture.passwordFile.toString(),
            "--history",
            history.toString(),
            fixture.source.toString());
    assertThat(command.run(words, nowhere, nowhere)).isZero();

    CommandLog log = new CommandLog(history, fixture.clock);
    assertThat(log.read(0))
        .extracting(AuditEntry::action)
        .containsExactly("backup.start", "backup.finish");
    assertThat(log.read(1)).hasSize(1);
    assertThat(log.read(0).getFirst().detail())
        .containsEntry("commandAt", Fixture.START.toString());
    assertThat(log.read(0).getFirst().actor().id()).startsWith("os:");

    Files.writeString(history.resolve("commands.ndjson"), "{\"at\":\n", StandardOpenOption.APPEND);
    assertThat(log.read(2))
        .extracting(AuditEntry::action)
        .containsExactly("backup.command.unreadable");
  }

  @Test
  void refusesAPasswordAsAnArgument() {
    Fixture fixture = new Fixture(folder);
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    assertThat(
            new BackupCommand(Fixture.SETTINGS, fixture.clock, entry -> {})
                .run(
                    List.of(
                        "snapshots",
                        "--repo",
                        fixture.location.toString(),
                        "--password",
                        "mat-khau"),
                    nowhere,
                    nowhere))
        .isEqualTo(2);
  }
}
