package vn.lachan.playbooks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run that is forgotten afterwards; for one thread. */
final class MemoryRunStore implements RunStore {
  private Rows.Run run;
  private final Map<String, Rows.Step> steps = new LinkedHashMap<>();

  MemoryRunStore(Rows.Run run, Rows.Step first) {
    this.run = run;
    steps.put(first.id(), first);
  }

  @Override
  public Optional<Rows.Run> find(String runId) {
    return run.id().equals(runId) ? Optional.of(run) : Optional.empty();
  }

  /** The run and its steps, in the order they were reached. */
  Rows.Held held() {
    return new Rows.Held(run, List.copyOf(steps.values()));
  }

  @Override
  public Rows.Wishes wishes(String runId) {
    return Rows.Wishes.NONE;
  }

  @Override
  public List<Rows.Decision> decisions(String stepRow, String shownDigest) {
    return List.of();
  }

  @Override
  public void write(Rows.Run held, Changes changes, Hold hold, Runnable last) {
    write(held, changes, hold);
    last.run();
  }

  @Override
  public Rows.Wishes write(Rows.Run held, Changes changes, Hold hold) {
    if (!changes.children().isEmpty()) {
      throw new UnsupportedOperationException("a dry run follows nested playbooks by itself");
    }
    changes.added().forEach(step -> steps.put(step.id(), step));
    changes.changed().forEach(step -> steps.put(step.id(), step));
    Rows.Run changed = changes.run();
    if (changed != null) {
      run = changed;
    }
    return Rows.Wishes.NONE;
  }
}
