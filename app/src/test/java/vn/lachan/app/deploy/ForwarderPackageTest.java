package vn.lachan.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.settings.SettingsCheck;

/** What the package of a commune's forwarder brings, as far as it can be tried before it runs. */
class ForwarderPackageTest {
  private static final Path FOLDER = Path.of("..", "deploy", "debian", "lachan-forwarder");

  @Test
  void itsSettingsAreTaken() {
    SettingsCheck.Outcome outcome =
        SettingsCheck.read(List.of(FOLDER.resolve("application.yml")), Map.of());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SettingsCheck.Good.class,
            good -> {
              Settings settings = good.settings();
              assertThat(settings.inputs().syslogTcp().port()).isEqualTo(514);
              assertThat(settings.journal().limit().toGigabytes()).isEqualTo(20);
            });
  }

  @Test
  void itsUnitCollectsAndForwardsOnlyOnceItIsToldWhere() throws IOException {
    UnitFile unit = UnitFile.read(Files.readString(FOLDER.resolve("lachan-forwarder.service")));
    assertThat(unit.one("ExecStart"))
        .contains("start --roles collect --forward-to ${FORWARD_TO}")
        .contains("/etc/lachan-forwarder/application.yml", "/var/lib/lachan-forwarder");
    assertThat(unit.one("ExecCondition")).contains("$FORWARD_TO");
    assertThat(unit.one("User")).isEqualTo("lachan-forwarder");
    assertThat(Files.readString(FOLDER.resolve("default"))).contains("\nFORWARD_TO=\n");
  }
}
