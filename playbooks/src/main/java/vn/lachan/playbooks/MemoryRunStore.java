package vn.lachan.playbooks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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

  @Override
  public List<Rows.Step> steps(String runId) {
    return new ArrayList<>(steps.values());
  }

  @Override
  public List<Rows.Decision> decisions(String stepRow, String shownDigest) {
    return List.of();
  }

  @Override
  public void write(Rows.Run held, Instant now, Duration lease, Consumer<Writer> work) {
    work.accept(new MemoryWriter());
  }

  private final class MemoryWriter implements Writer {
    @Override
    public void insert(Rows.Step step) {
      steps.put(step.id(), step);
    }

    @Override
    public void update(Rows.Step before, Rows.Step after, String note) {
      steps.put(after.id(), after);
    }

    @Override
    public void update(Rows.Run before, Rows.Run after) {
      run = after;
    }

    @Override
    public void create(Rows.Run child, Rows.Step first) {
      throw new UnsupportedOperationException("a dry run follows nested playbooks by itself");
    }

    @Override
    public void cancel(String childId, String reason) {
      // There is no other run.
    }
  }
}
