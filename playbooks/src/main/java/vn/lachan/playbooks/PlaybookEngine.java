package vn.lachan.playbooks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.Incidents;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Tasks;
import vn.lachan.incidents.ValueType;
import vn.lachan.playbooks.cacao.Variable;

/**
 * Runs playbooks for incidents.
 *
 * <p>Nothing runs by itself: call {@link #resume} once when the process starts and {@link #poll}
 * again and again, for example every second, from one thread. Several processes may share the
 * database; a run is worked on by one of them at a time. Every step is a row before anything is
 * done, so that a run goes on after the death of the process: no task is given twice, and a call is
 * repeated only where that does no harm, with the same idempotency key.
 */
public final class PlaybookEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlaybookEngine.class);

  private final PlaybookLibrary library;
  private final JdbcRunStore store;
  private final EngineParts parts;
  private final AuditTrail audit;
  private final SigningPolicy signing;

  /** An engine that asks for no signatures. */
  public PlaybookEngine(
      DataSource dataSource,
      AuditTrail audit,
      Clock clock,
      PlaybookLibrary library,
      Incidents incidents,
      Tasks tasks,
      RoleDirectory roles,
      EngineSettings settings) {
    this(dataSource, audit, clock, library, incidents, tasks, roles, settings, SigningPolicy.NONE);
  }

  public PlaybookEngine(
      DataSource dataSource,
      AuditTrail audit,
      Clock clock,
      PlaybookLibrary library,
      Incidents incidents,
      Tasks tasks,
      RoleDirectory roles,
      EngineSettings settings,
      SigningPolicy signing) {
    this.library = library;
    this.signing = signing;
    this.audit = audit;
    this.store = new JdbcRunStore(dataSource);
    this.parts =
        new EngineParts(
            new WorkParts(store, clock, settings, new WorkParts.Counters()),
            incidents,
            tasks,
            roles,
            new HttpSender(settings.maxOutputBytes()));
  }

  /**
   * Starts a playbook for an incident and returns the id of the run; its first step is taken by the
   * next {@link #poll}. The run keeps the playbook as it is now.
   *
   * @param values for the external variables; {@code __incident_id__} is filled in
   * @throws NotFoundException when the playbook or, for this officer, the incident is not there
   * @throws InvalidRequestException when the playbook cannot be started, or a value is missing or
   *     not of its type
   */
  public String start(
      Officer by, String incidentId, String playbookId, Map<String, String> values) {
    Incident incident =
        parts
            .incidents()
            .find(by.scope(), incidentId)
            .orElseThrow(() -> new NotFoundException("incident", incidentId));
    Playbook playbook =
        library.find(playbookId).orElseThrow(() -> new NotFoundException("playbook", playbookId));
    Instant now = parts.now();
    requireStartable(incident, playbook, now);
    String runId = UUID.randomUUID().toString();
    String document = playbook.source().toString();
    Rows.Run run =
        new Rows.Run(
            runId,
            playbook.id(),
            playbook.name(),
            playbook.version(),
            document,
            incidentId,
            RunState.RUNNING,
            now,
            null,
            by.actor().id(),
            variables(playbook, incident, values),
            now.plus(parts.settings().maxRunTime()),
            false,
            "",
            null,
            0);
    Rows.Step first =
        RunWorker.fresh(runId, new Plan(document), 1, playbook.cacao().workflowStart(), null, 0);
    store.create(
        run,
        first,
        () ->
            audit.append(
                new AuditEntry(
                    by.actor(),
                    "run.start",
                    "run:" + runId,
                    incident.organization(),
                    Map.of(
                        "incident", incidentId,
                        "playbook", playbook.id(),
                        "version", playbook.version()))));
    parts.counters().started.incrementAndGet();
    parts
        .incidents()
        .addAutomatic(
            incidentId, "RUN", "Chạy kịch bản: " + playbook.name(), List.of("run:" + runId));
    return runId;
  }

  private void requireStartable(Incident incident, Playbook playbook, Instant now) {
    if (incident.state().isClosed()) {
      throw new InvalidRequestException("incidentId", "Sự cố đã đóng.");
    }
    if (!playbook.canRun()) {
      throw new InvalidRequestException("playbookId", "Kịch bản có lỗi, không chạy được.");
    }
    Optional<String> refusal = playbook.refusalAt(now);
    if (refusal.isPresent()) {
      throw new InvalidRequestException("playbookId", refusal.get());
    }
    if (!signing.allows(incident.organization(), playbook, now)) {
      throw new InvalidRequestException(
          "playbookId", "Kịch bản chưa được ký bằng khóa mà đơn vị tin cậy, không chạy được.");
    }
  }

  private static Map<String, Variable> variables(
      Playbook playbook, Incident incident, Map<String, String> values) {
    Map<String, Variable> variables = new LinkedHashMap<>(playbook.cacao().variables());
    Map<String, String> given = new LinkedHashMap<>(values);
    if (variables.containsKey("__incident_id__")) {
      given.putIfAbsent("__incident_id__", incident.id());
    }
    given.forEach((name, value) -> variables.put(name, given(variables.get(name), name, value)));
    variables.forEach((name, variable) -> {
      if (variable.external() && variable.value() == null) {
        throw new InvalidRequestException(name, "Thiếu giá trị " + name + ".");
      }
    });
    return variables;
  }

  private static Variable given(@Nullable Variable variable, String name, String value) {
    if (variable == null || !variable.external()) {
      throw new InvalidRequestException(name, "Kịch bản không nhận biến " + name + ".");
    }
    ValueType type = ValueType.of(variable.type()).orElse(ValueType.STRING);
    if (!value.isEmpty() && !type.accepts(value)) {
      throw new InvalidRequestException(
          name, "Giá trị " + name + " không đúng kiểu " + type.word() + ".");
    }
    return variable.withValue(value);
  }

  /** Takes up again what this process worked on in its former life; call once when it starts. */
  public int resume() throws InterruptedException {
    store.releaseAll(parts.settings().node());
    return poll();
  }

  /** Moves on every run that can; returns how many it looked at. */
  public int poll() throws InterruptedException {
    Set<String> due = new LinkedHashSet<>(store.due(parts.now()));
    Map<String, String> awaited = store.awaitedTasks();
    for (String task : parts.tasks().finished(awaited.keySet())) {
      Optional.ofNullable(awaited.get(task)).ifPresent(due::add);
    }
    for (String runId : due) {
      advance(runId);
    }
    return due.size();
  }

  private void advance(String runId) throws InterruptedException {
    Duration lease = parts.settings().lease();
    Optional<Rows.Run> held = store.acquire(runId, parts.settings().node(), parts.now(), lease);
    if (held.isEmpty()) {
      return;
    }
    RunWorker worker =
        new RunWorker(
            parts.work(), held.get(), (self, plan) -> new ActionWorker(parts, self, plan));
    try {
      Instant wake = worker.work();
      store.release(worker.run(), wake);
    } catch (LeaseLostException e) {
      parts.counters().lostLeases.incrementAndGet();
      LOG.warn("{}", e.getMessage());
      return;
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
          case RUNNING, WAITING -> "đang chạy";
        };
    parts
        .incidents()
        .addAutomatic(
            run.incidentId(),
            "RUN",
            "Kịch bản “" + run.playbookName() + "” " + how,
            List.of("run:" + run.id()));
  }

  /**
   * Stops a run; the next {@link #poll} takes back what people have not finished.
   *
   * @throws IllegalTransitionException when it is finished already
   */
  public void cancel(Officer by, String runId, String reason) {
    if (reason.isBlank()) {
      throw new InvalidRequestException("reason", "Phải ghi lý do dừng kịch bản.");
    }
    PlaybookRun run =
        find(by.scope(), runId).orElseThrow(() -> new NotFoundException("run", runId));
    boolean asked =
        store.requestCancel(
            runId,
            reason,
            () ->
                audit.append(
                    new AuditEntry(
                        by.actor(),
                        "run.cancel",
                        "run:" + runId,
                        "",
                        Map.of("incident", run.incidentId(), "reason", reason))));
    if (!asked) {
      throw new IllegalTransitionException("run " + runId, run.state(), RunState.CANCELLED);
    }
  }

  /** A run of an incident in the scope; commands and answers of other units are left out. */
  public Optional<PlaybookRun> find(OrganizationScope scope, String runId) {
    return store
        .find(runId)
        .filter(run -> parts.incidents().find(scope, run.incidentId()).isPresent())
        .map(run -> view(scope, run));
  }

  /** The runs of an incident, oldest first; as {@link #find}. */
  public List<PlaybookRun> ofIncident(OrganizationScope scope, String incidentId) {
    if (parts.incidents().find(scope, incidentId).isEmpty()) {
      throw new NotFoundException("incident", incidentId);
    }
    return store.ofIncident(incidentId).stream().map(run -> view(scope, run)).toList();
  }

  private PlaybookRun view(OrganizationScope scope, Rows.Run run) {
    return new PlaybookRun(
        run.id(),
        run.playbookId(),
        run.playbookName(),
        run.playbookVersion(),
        run.incidentId(),
        run.state(),
        run.startedAt(),
        run.endedAt(),
        run.startedBy(),
        scope.allows("") ? run.problem() : "",
        store.steps(run.id()).stream().map(step -> view(scope, step)).toList());
  }

  private static RunStep view(OrganizationScope scope, Rows.Step step) {
    String unit = step.unit();
    boolean shown = scope.allows(unit == null ? "" : unit);
    return new RunStep(
        step.id(),
        step.stepId(),
        step.name(),
        step.type(),
        step.state(),
        step.startedAt(),
        step.endedAt(),
        step.agent(),
        shown ? step.command() : "",
        shown ? step.output() : "",
        shown ? step.taskId() : null,
        step.attempt());
  }

  /**
   * What a run of that playbook would do with these values, without doing any of it.
   *
   * @throws NotFoundException when the playbook is not there
   */
  public DryRun.Report dryRun(String playbookId, Map<String, String> values)
      throws InterruptedException {
    Playbook playbook =
        library.find(playbookId).orElseThrow(() -> new NotFoundException("playbook", playbookId));
    return new DryRun(parts.settings(), parts.work().clock()).of(playbook, values);
  }

  public PlaybookLibrary library() {
    return library;
  }

  public EngineStats stats() {
    WorkParts.Counters counters = parts.counters();
    return new EngineStats(
        counters.started.get(),
        counters.steps.get(),
        counters.calls.get(),
        counters.unknown.get(),
        counters.lostLeases.get(),
        store.openRuns());
  }

  @Override
  public void close() {
    parts.http().close();
  }
}
