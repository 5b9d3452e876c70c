package vn.lachan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.simulator.send.FileSender;
import vn.lachan.simulator.send.Sender;

class LoadRunTest {
  private static final PrintStream SILENT =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  @Test
  void numbersEveryEventOnce(@TempDir Path folder) throws IOException {
    LoadRun.Settings settings = new LoadRun.Settings("thu1", 0, 1000);
    try (Sender sender = new FileSender(folder)) {
      LoadRun.Result result = LoadRun.run(settings, sender, Clock.systemUTC(), SILENT);
      assertThat(result.sent()).isEqualTo(1000);
      assertThat(result.perSecond()).isPositive();
    }
    List<String> ids =
        Files.readAllLines(folder.resolve("dvc.motcua.log")).stream()
            .map(line -> JsonMapper.shared().readTree(line).path("ma_su_kien").asString())
            .toList();
    assertThat(ids).hasSize(1000).doesNotHaveDuplicates();
    assertThat(ids.getFirst()).isEqualTo("tai-thu1-000000001").isEqualTo(settings.eventId(1));
    assertThat(ids.getLast()).isEqualTo("tai-thu1-000001000");
  }

  @Test
  void keepsItsRate(@TempDir Path folder) {
    try (Sender sender = new FileSender(folder)) {
      LoadRun.Result result =
          LoadRun.run(new LoadRun.Settings("thu2", 2000, 1000), sender, Clock.systemUTC(), SILENT);
      assertThat(result.perSecond()).isBetween(1500.0, 2050.0);
    }
  }

  @Test
  void refusesARunItCannotName() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LoadRun.Settings("Lần 1", 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LoadRun.Settings("a", -1, 1));
  }
}
