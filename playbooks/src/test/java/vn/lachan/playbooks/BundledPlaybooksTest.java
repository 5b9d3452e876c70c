package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.incidents.TestDesk.LAN;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.TaskFilter;
import vn.lachan.incidents.task.TaskInput;
import vn.lachan.incidents.task.ValueType;

/** Every playbook that comes with the platform runs to its end when people do their part. */
class BundledPlaybooksTest {
  private static final OrganizationScope ALL = OrganizationScope.PROVINCE;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void runsToItsEndWhateverPeopleAnswer(String answer) throws InterruptedException {
    TestDesk desk = new TestDesk(TestDatabase.h2(), folder);
    PlaybookLibrary library = PlaybookLibrary.load(List.of());
    try (PlaybookEngine engine =
        new PlaybookEngine(
            desk.dataSource,
            desk.audit,
            desk.clock,
            library,
            desk.incidents,
            desk.tasks,
            (agent, _) -> Optional.of(agent.unit().isEmpty() ? "00001" : agent.unit()),
            EngineSettings.DEFAULT)) {
      for (Playbook playbook : library.playbooks()) {
        String run = engine.start(LAN, desk.incident(), playbook.id(), Map.of());
        for (int i = 0; i < 200 && engine.poll() > 0; i++) {
          completeAll(desk, answer);
        }
        PlaybookRun ended = engine.find(ALL, run).orElseThrow();
        assertThat(ended.state())
            .as("%s: %s", playbook.name(), ended.problem())
            .isEqualTo(RunState.SUCCEEDED);
        desk.clock.advance(Duration.ofMinutes(1));
      }
    }
  }

  private static void completeAll(TestDesk desk, String answer) {
    TaskFilter open = new TaskFilter(TaskFilter.Show.OPEN, null, null, 200);
    for (Task task : desk.tasks.list(ALL, open).items()) {
      Map<String, String> outputs = new HashMap<>();
      for (TaskInput input : task.inputs()) {
        if (input.type() == ValueType.BOOL) {
          outputs.put(input.name(), answer);
        } else if (input.type() == ValueType.STRING) {
          outputs.put(input.name(), "M1");
        }
      }
      desk.tasks.complete(LAN, task.id(), "xong", outputs);
    }
  }
}
