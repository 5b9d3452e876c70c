package vn.lachan.detection.rulebook;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Moderation;
import vn.lachan.detection.ModerationStats;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleTests;
import vn.lachan.detection.RuleText;
import vn.lachan.detection.RuleTexts;
import vn.lachan.detection.rulebook.RulebookException.Reason;

/**
 * All rules with their versions and states, in a relational database (H2 or PostgreSQL, tables of
 * V300). A version never changes. What runs goes on until another version is enabled in its place;
 * a change reaches the detector before the method that made it returns, without a pause.
 *
 * <p>Several processes may share the database; each takes over what others changed by {@link
 * #follow}.
 *
 * <p>Safe for use by several threads. Every change is told to the {@link RuleTrail} within its
 * transaction. Methods that change a rule want its revision and throw {@link RulebookException}
 * with {@link Reason#RULE_STALE} when it is another one by now.
 */
public final class Rulebook {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private final Database database;
  private final Deployment deployment;
  private final RuleTrail trail;
  private final RulebookSettings settings;
  private final Clock clock;
  private final Exemptions exemptions;
  private final RuleImports imports;

  public Rulebook(DataSource dataSource, Clock clock, RuleTrail trail, RulebookSettings settings) {
    this.database = new Database(dataSource);
    this.clock = clock;
    this.trail = trail;
    this.settings = settings;
    this.deployment = new Deployment(database, settings, clock);
    this.exemptions = new Exemptions(database, deployment, trail, settings, clock);
    this.imports = new RuleImports(database, deployment, trail, settings, clock);
  }

  public Exemptions exemptions() {
    return exemptions;
  }

  public RuleImports imports() {
    return imports;
  }

  /**
   * Takes in what came with the program and gives all that shall run. To be called once, before the
   * detector is made.
   */
  public RuleSet start(RuleTexts delivered) {
    new Delivery(database, deployment, trail, settings, clock).take(delivered.texts());
    return deployment.begin();
  }

  /** The decisions about alerts that hold now. */
  public Moderation moderation() {
    return deployment.moderation();
  }

  /** The same, with every exemption that was in force at {@code since} or later. */
  public Moderation moderationSince(Instant since) {
    return deployment.moderation(since);
  }

  /** From now on changes reach {@code detector}. */
  public void attach(Detector detector) {
    deployment.attach(detector);
  }

  /**
   * Takes over what other nodes changed in the same database: the detector has their rules and
   * decisions from its next event on. To be called now and then; costs one question when nothing
   * changed.
   *
   * @return whether anything was changed, by others or here
   */
  public boolean follow() {
    return deployment.follow();
  }

  /** Grows with every change of rules and decisions; what runs here is at least as new. */
  public long revision() {
    return deployment.revision();
  }

  /**
   * From now on what exemptions hid is asked for elsewhere than of the attached detector, which is
   * given no events.
   */
  public void countHidden(Supplier<Map<String, ModerationStats.Hidden>> elsewhere) {
    deployment.countHidden(elsewhere);
  }

  /** By file. */
  public List<RuleEntry> all() {
    return database.read(RuleRows::all);
  }

  /** The rule with this id, or whose file has a document with this id. */
  public Optional<RuleEntry> find(String id) {
    return database.read(handle ->
        RuleRows.find(handle, id)
            .or(() -> VersionRows.ruleOf(handle, id).flatMap(rule -> RuleRows.find(handle, rule))));
  }

  /** Newest first; empty when there is no such rule. */
  public List<RuleVersion> versions(String id) {
    return database.read(handle -> VersionRows.all(handle, id));
  }

  /**
   * One version.
   *
   * @param which its number, its digest, or the version that an alert of one of its documents names
   * @throws RulebookException when there is none
   */
  public RuleVersion version(String id, String which) {
    return database.read(handle -> {
      if (NUMBER.matcher(which).matches()) {
        Optional<RuleVersion> numbered = VersionRows.find(handle, id, Integer.parseInt(which));
        if (numbered.isPresent()) {
          return numbered.get();
        }
      }
      return VersionRows.thatRan(handle, id, which)
          .or(() ->
              VersionRows.all(handle, id).stream()
                  .filter(version -> version.version().equals(which))
                  .findFirst())
          .orElseThrow(() -> new RulebookException(Reason.VERSION_NOT_FOUND, id + "@" + which));
    });
  }

  /** The text of the version that the state is about. */
  public RuleVersion current(RuleEntry entry) {
    return version(entry.id(), String.valueOf(entry.current()));
  }

  /** What is known of the current version when it is compiled by itself; empty when it cannot. */
  public Optional<RuleInfo> describe(RuleEntry entry) {
    RuleText text = deployment.text(entry, current(entry));
    return deployment.context(entry.id(), text).rule(entry.id());
  }

  /** What is wrong with a text, alone or among the rules that run; empty when nothing is. */
  public List<RuleProblem> check(String text) {
    ReadRule read = read("rulebook/new.yml", text, "");
    if (!read.problems().isEmpty()) {
      return read.problems();
    }
    return deployment.context(read.id().orElse(""), read.text()).rejected().stream()
        .filter(rejected -> rejected.file().equals(read.text().name()))
        .map(RuleProblem::of)
        .toList();
  }

  /** Runs tests on texts that need not be kept; writes nothing. */
  public RuleTests.Report test(String text, String tests) {
    ReadRule read = read("rulebook/new.yml", text, tests);
    return RuleTests.run(read.text(), deployment.context(read.id().orElse(""), read.text()));
  }

  /** Runs the tests of the current version. */
  public RuleTests.Report test(RuleEntry entry) {
    return moves().test(entry, current(entry));
  }

  private ReadRule read(String name, String text, String tests) {
    if (text.length() > settings.ruleCharacters()) {
      throw new RulebookException(Reason.RULE_TOO_LONG, String.valueOf(settings.ruleCharacters()));
    }
    if (tests.length() > settings.testCharacters()) {
      throw new RulebookException(Reason.RULE_TOO_LONG, String.valueOf(settings.testCharacters()));
    }
    return ReadRule.of(
        new RuleText(name, text, tests, RuleInfo.Origin.EXTERNAL), deployment.reader());
  }

  /** A text that can be kept: it is a rule and has an id. */
  private ReadRule readable(String name, RuleDraft draft) {
    ReadRule read = read(name, draft.text(), draft.tests());
    if (!read.problems().isEmpty()) {
      throw new RulebookException(Reason.RULE_INVALID, read.title(), read.problems());
    }
    if (read.id().isEmpty()) {
      throw new RulebookException(Reason.RULE_ID_MISSING, read.title());
    }
    return read;
  }

  /**
   * Keeps a new rule as a draft.
   *
   * @throws RulebookException when the text cannot be read, or there is a rule with its id
   */
  public RuleEntry create(Editor by, RuleDraft draft) {
    String id = readable("rulebook/new.yml", draft).id().orElseThrow();
    ReadRule read = readable("rulebook/" + id + ".yml", draft);
    return deployment.alone(() -> {
      RuleVersion version = version(id, 1, read, draft, RuleSource.OWN, by);
      RuleEntry entry =
          RuleEntry.fresh(
              id,
              read.text().name(),
              read,
              RuleEntry.Origin.of(RuleSource.OWN),
              RuleEntry.Standing.DRAFT,
              RuleEntry.Stamp.first(by, version.at()));
      database.write(handle -> {
        if (RuleRows.find(handle, id).isPresent()) {
          throw new RulebookException(Reason.RULE_EXISTS, id);
        }
        RuleRows.insert(handle, List.of(entry));
        VersionRows.insert(handle, List.of(version));
        record(by, "rule.create", id, Map.of("version", version.version(), "note", draft.note()));
      });
      return entry;
    });
  }

  private RuleVersion version(
      String id, int number, ReadRule read, RuleDraft draft, RuleSource source, Editor by) {
    RuleSet alone = deployment.reader().compile(List.of(read.text()));
    return new RuleVersion(
        id,
        number,
        read.version(alone),
        draft.text(),
        draft.tests(),
        by.id(),
        clock.instant(),
        draft.note(),
        source);
  }

  /** Keeps another version of a rule as its draft; the version that runs goes on running. */
  public RuleEntry addVersion(Editor by, String id, RuleDraft draft, long expectedRevision) {
    return change(by, id, draft, RuleSource.OWN, "rule.version", expectedRevision);
  }

  /**
   * Makes a copy of an old version the newest one, as a draft.
   *
   * @param number of the old version
   */
  public RuleEntry restore(Editor by, String id, int number, String note, long expectedRevision) {
    RuleVersion old = version(id, String.valueOf(number));
    boolean delivered =
        old.source() == RuleSource.DELIVERED
            && versions(id).stream()
                .filter(version -> version.source() == RuleSource.DELIVERED)
                .findFirst()
                .filter(newest -> newest.text().equals(old.text()))
                .isPresent();
    return change(
        by,
        id,
        new RuleDraft(old.text(), old.tests(), note),
        delivered ? RuleSource.DELIVERED : RuleSource.OWN,
        "rule.restore",
        expectedRevision);
  }

  private RuleEntry change(
      Editor by,
      String id,
      RuleDraft draft,
      RuleSource source,
      String action,
      long expectedRevision) {
    RuleEntry known = require(id);
    ReadRule read = readable(known.file(), draft);
    if (!read.id().equals(Optional.of(id))) {
      throw new RulebookException(Reason.RULE_ID_CHANGED, read.id().orElse(""));
    }
    return deployment.alone(() -> {
      AtomicReference<RuleEntry> changed = new AtomicReference<>(known);
      database.write(handle -> {
        RuleEntry entry = locked(handle, id, expectedRevision);
        RuleVersion version =
            version(id, VersionRows.nextNumber(handle, id), read, draft, source, by);
        VersionRows.insert(handle, List.of(version));
        RuleEntry next =
            entry
                .moved(RuleState.DRAFT, version.number(), entry.running(), "", by, version.at())
                .described(read);
        RuleRows.update(handle, List.of(next));
        changed.set(next);
        record(
            by,
            action,
            id,
            Map.of(
                "number", String.valueOf(version.number()),
                "version", version.version(),
                "note", draft.note()));
      });
      return changed.get();
    });
  }

  private RuleMoves moves() {
    return new RuleMoves(database, deployment, trail, clock);
  }

  /**
   * Moves the current version on, see {@link RuleState}.
   *
   * @param reason why; wanted for retiring and for enabling without tests
   */
  public RuleEntry move(Editor by, String id, RuleState to, String reason, long expectedRevision) {
    return moves().move(by, id, to, reason, expectedRevision);
  }

  /** Decides about the suppression of a rule, from the next event on. */
  public RuleEntry suppress(Editor by, String id, SuppressionChoice choice, long expectedRevision) {
    return deployment.alone(() -> {
      database.write(handle -> {
        RuleEntry entry = locked(handle, id, expectedRevision);
        Instant now = clock.instant();
        RuleRows.update(handle, List.of(entry.suppressed(choice, by, now)));
        record(by, "rule.suppress", id, Map.of("choice", choice.toString()));
      });
      deployment.moderate();
      return require(id);
    });
  }

  static RuleEntry locked(Handle handle, String id, long expectedRevision) {
    RuleEntry entry =
        RuleRows.lock(handle, id)
            .orElseThrow(() -> new RulebookException(Reason.RULE_NOT_FOUND, id));
    if (entry.revision() != expectedRevision) {
      throw new RulebookException(
          Reason.RULE_STALE, id + ": " + expectedRevision + " != " + entry.revision());
    }
    return entry;
  }

  private RuleEntry require(String id) {
    return database
        .read(handle -> RuleRows.find(handle, id))
        .orElseThrow(() -> new RulebookException(Reason.RULE_NOT_FOUND, id));
  }

  private void record(Editor by, String action, String id, Map<String, String> detail) {
    trail.record(new RuleTrail.Act(by, action, "rule:" + id, "", detail));
  }

  /** How many rules and exemptions there are. */
  public RulebookStats stats() {
    return new RulebookStats(database.read(RuleRows::count), exemptions.count());
  }
}
