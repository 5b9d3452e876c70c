package vn.lachan.playbooks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves runs on, several at a time, each by one thread and under its lease. */
final class RunDriver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunDriver.class);

  /** How long a stop waits for acts that end by themselves. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final EngineParts parts;
  private final JdbcRunStore store;
  private final Set<String> inHand = ConcurrentHashMap.newKeySet();

  /** Runs whose work broke off while this process held their lease. */
  private final Map<String, Rows.Run> broken = new ConcurrentHashMap<>();

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("playbook-", 0).factory());

  RunDriver(EngineParts parts, JdbcRunStore store) {
    this.parts = parts;
    this.store = store;
  }

  /** Takes up again what this process worked on in its former life. */
  void forget() {
    store.releaseAll(parts.settings().node());
  }

  /** Moves on every run that can, and waits until they wait; returns how many there were. */
  int poll() throws InterruptedException {
    Set<String> due = due();
    if (due.size() == 1) {
      advance(due.iterator().next());
      return 1;
    }
    List<Future<?>> all = new ArrayList<>();
    for (String runId : due) {
      all.add(
          threads.submit(() -> {
            advance(runId);
            return null;
          }));
    }
    for (Future<?> one : all) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw rethrown(e.getCause());
      }
    }
    return due.size();
  }

  private static RuntimeException rethrown(@org.jspecify.annotations.Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException failure) {
      return failure;
    }
    return new IllegalStateException(cause);
  }

  /** Has every run that can move on, and does not wait for it; one that hangs holds up no other. */
  void turn() {
    for (String runId : due()) {
      if (inHand.add(runId)) {
        threads.execute(() -> {
          try {
            advance(runId);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOG.error("run {} could not be moved on; it is tried again", runId, e);
          } finally {
            inHand.remove(runId);
          }
        });
      }
    }
  }

  private Set<String> due() {
    giveBack();
    Set<String> due = new LinkedHashSet<>(store.due(parts.now()));
    Map<String, String> awaited = store.awaitedTasks();
    for (String task : parts.tasks().finished(awaited.keySet())) {
      Optional.ofNullable(awaited.get(task)).ifPresent(due::add);
    }
    return due;
  }

  /** Nobody has to wait for the end of a lease whose holder knows that it works no more. */
  private void giveBack() {
    for (Rows.Run run : List.copyOf(broken.values())) {
      store.release(run, parts.now());
      broken.remove(run.id(), run);
    }
  }

  private void advance(String runId) throws InterruptedException {
    parts.gate().enter();
    try {
      EngineSettings settings = parts.settings();
      Optional<Rows.Held> held =
          store.acquire(runId, settings.node(), parts.now(), settings.lease());
      if (held.isPresent()) {
        advance(held.get());
      }
    } finally {
      parts.gate().leave();
    }
  }

  private void advance(Rows.Held held) throws InterruptedException {
    RunWorker worker = new RunWorker(parts.work(), held, ledger -> new ActionWorker(parts, ledger));
    boolean whole = false;
    parts.gate().begin();
    try {
      worker.work();
      whole = true;
    } catch (LeaseLostException e) {
      whole = true;
      parts.counters().lostLeases.incrementAndGet();
      LOG.warn("{}", e.getMessage());
      return;
    } finally {
      parts.gate().end();
      if (!whole) {
        broken.put(held.run().id(), held.run());
      }
    }
    if (worker.run().state().isFinished()) {
      tell(worker.run());
    }
  }

  private void tell(Rows.Run run) {
    String how =
        switch (run.state()) {
          case SUCCEEDED -> "đã chạy xong";
          case FAILED -> "không thành công: " + run.problem();
          case CANCELLED -> "đã bị dừng: " + run.problem();
          case RUNNING, WAITING, PAUSED -> "đang chạy";
        };
    parts
        .incidents()
        .addAutomatic(
            run.incidentId(),
            "RUN",
            "Kịch bản “" + run.playbookName() + "” " + how,
            List.of("run:" + run.id()));
  }

  /** Lets what is being written be written; what waits for others then is broken off. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
