package vn.lachan.playbooks;

import java.time.Instant;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.task.Tasks;

/** What the workers of one engine share. */
record EngineParts(
    WorkParts work,
    Incidents incidents,
    Tasks tasks,
    RoleDirectory roles,
    Executors executors,
    RunStarter starter,
    Leaving leaving) {

  EngineSettings settings() {
    return work.settings();
  }

  WorkParts.Counters counters() {
    return work.counters();
  }

  WorkGate gate() {
    return work.gate();
  }

  Instant now() {
    return work.now();
  }
}
