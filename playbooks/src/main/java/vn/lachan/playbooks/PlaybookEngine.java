package vn.lachan.playbooks;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.task.Tasks;

/**
 * Runs playbooks for incidents.
 *
 * <p>Nothing runs by itself: call {@link #resume} once when the process starts and {@link #turn}
 * (or {@link #poll}, which waits) again and again, for example every second, from one thread.
 * Several processes may share the database; a run is worked on by one of them at a time. Every step
 * is a row before anything is done, so that a run goes on after the death of the process: no task
 * is given twice, and a call is repeated only where that does no harm, with the same idempotency
 * key.
 */
public final class PlaybookEngine implements AutoCloseable {
  private final JdbcRunStore store;
  private final EngineParts parts;
  private final RunDriver driver;
  private final RunWindow window;
  private final RunControl control;
  private final Approvals approvals;

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

  /** An engine whose only tool is HTTP without secrets. */
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
    this(
        dataSource,
        audit,
        clock,
        library,
        incidents,
        tasks,
        roles,
        settings,
        signing,
        EngineTools.NONE);
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
      SigningPolicy signing,
      EngineTools tools) {
    Plans plans = new Plans();
    this.store = new JdbcRunStore(dataSource, plans);
    WorkParts work = new WorkParts(store, clock, settings, plans);
    this.parts =
        new EngineParts(
            work,
            incidents,
            tasks,
            roles,
            new Executors(tools, settings, clock),
            new RunStarter(library, signing, incidents, audit, work),
            new Leaving(new Sharing(dataSource, audit), tools));
    this.driver = new RunDriver(parts, store);
    this.window = new RunWindow(store, incidents);
    this.control = new RunControl(store, window, parts, audit);
    this.approvals = new Approvals(store, window, audit, work);
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
    return control.start(by, incidentId, playbookId, values);
  }

  /**
   * Has the playbook of a finished run go on from one of its steps, as a new run with the values
   * the old one ended with.
   *
   * @param number of the step in the old run; one that stands in no branch
   * @return the id of the new run
   */
  public String rerun(Officer by, String runId, int number) {
    return control.rerun(by, runId, number);
  }

  /**
   * Takes back what a finished run did: the compensation of its steps, the last one first, as a run
   * of its own.
   *
   * @return the id of the new run
   * @throws InvalidRequestException when there is nothing to take back
   */
  public String rollback(Officer by, String runId) {
    return control.rollback(by, runId);
  }

  /** Takes up again what this process worked on in its former life; call once when it starts. */
  public int resume() throws InterruptedException {
    driver.forget();
    return poll();
  }

  /** Moves on every run that can and waits for it; returns how many it looked at. */
  public int poll() throws InterruptedException {
    return driver.poll();
  }

  /** As {@link #poll}, without waiting: a target that hangs holds up no other run. */
  public void turn() {
    driver.turn();
  }

  /**
   * Stops a run and those below it; the next {@link #poll} takes back what people have not
   * finished.
   *
   * @throws IllegalTransitionException when it is finished already
   */
  public void cancel(Officer by, String runId, String reason) {
    control.cancel(by, runId, reason);
  }

  /**
   * Has a run and those below it begin nothing new; what people or machines work on goes on, and
   * deadlines run on.
   *
   * @throws IllegalTransitionException when it is finished already
   */
  public void pause(Officer by, String runId, String reason) {
    control.pause(by, runId, reason);
  }

  /**
   * Lets a run that was paused go on.
   *
   * @throws IllegalTransitionException when it is finished already
   */
  public void goOn(Officer by, String runId) {
    control.goOn(by, runId);
  }

  /** Steps of an incident's runs that wait for people to agree, oldest first. */
  public List<PendingApproval> approvals(Officer by, String incidentId) {
    window.requireIncident(by.scope(), incidentId);
    return approvals.pending(by, store.ofIncident(incidentId));
  }

  /** As {@link #approvals(Officer, String)}, of all incidents in the officer's scope. */
  public List<PendingApproval> approvals(Officer by) {
    return approvals.pending(by);
  }

  /**
   * Agrees to a step; it begins when enough people have.
   *
   * @param number of the step in the run
   * @param digest of the commands as they were shown ({@link PendingApproval#digest})
   * @throws NotAllowedException when this officer has not the role, started the run although its
   *     starter may not agree, or has decided before
   * @throws InvalidRequestException when the commands are others now
   * @throws IllegalTransitionException when the step does not wait for it
   */
  public void approve(Officer by, String runId, int number, String digest, String note) {
    approvals.decide(by, runId, number, digest, true, note);
  }

  /**
   * Who started a run, and those it comes from: none of them is its second person.
   *
   * @return accounts; empty when there is no such run
   */
  public Set<String> requesters(String runId) {
    return store.find(runId).map(approvals::requesters).orElse(Set.of());
  }

  /** Refuses a step, which then fails; as {@link #approve}. */
  public void refuse(Officer by, String runId, int number, String digest, String reason) {
    approvals.decide(by, runId, number, digest, false, reason);
  }

  /** A run of an incident in the scope; commands and answers of other units are left out. */
  public Optional<PlaybookRun> find(OrganizationScope scope, String runId) {
    return window.find(scope, runId);
  }

  /** The runs of an incident, oldest first; as {@link #find}. */
  public List<PlaybookRun> ofIncident(OrganizationScope scope, String incidentId) {
    return window.ofIncident(scope, incidentId);
  }

  /** The CACAO a run follows, as it was when the run began; as {@link #find}. */
  public Optional<JsonNode> documentOf(OrganizationScope scope, String runId) {
    return window.document(scope, runId);
  }

  /**
   * Which runs changed since somebody looked, whichever process moved them.
   *
   * @param position of the look before; below 0 to learn only where the record ends
   * @param most how many runs are named at most
   */
  public RunMoves movesAfter(long position, int most) {
    return window.movesAfter(position, most);
  }

  /**
   * What a run of that playbook would do with these values, without doing any of it.
   *
   * @throws NotFoundException when the playbook is not there
   */
  public DryRun.Report dryRun(String playbookId, Map<String, String> values)
      throws InterruptedException {
    Playbook playbook =
        library().find(playbookId).orElseThrow(() -> new NotFoundException("playbook", playbookId));
    return new DryRun(parts.settings(), parts.work().clock(), library()).of(playbook, values);
  }

  public PlaybookLibrary library() {
    return parts.starter().library();
  }

  public EngineStats stats() {
    WorkParts.Counters counters = parts.counters();
    return new EngineStats(
        counters.started.get(),
        counters.steps.get(),
        counters.calls.get(),
        counters.unknown.get(),
        counters.lostLeases.get(),
        store.openRuns(),
        counters.transitions.stats());
  }

  @Override
  public void close() {
    driver.close();
    parts.executors().close();
  }
}
