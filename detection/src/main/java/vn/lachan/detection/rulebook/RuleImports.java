package vn.lachan.detection.rulebook;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleTests;
import vn.lachan.detection.RuleText;
import vn.lachan.detection.rulebook.RulebookException.Reason;

/**
 * Takes sets of rules of others into the rulebook and brings them up to date. All of a set is one
 * change: one transaction, one record in the trail, one new rule set for the detector.
 *
 * <p>Rules of other sets, delivered rules and rules changed here are never overwritten; what was
 * retired here stays retired.
 */
public final class RuleImports {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_LICENCE = 200;
  private static final int DIFF_LINES = 60;

  private final Database database;
  private final Deployment deployment;
  private final RuleTrail trail;
  private final RulebookSettings settings;
  private final Clock clock;

  RuleImports(
      Database database,
      Deployment deployment,
      RuleTrail trail,
      RulebookSettings settings,
      Clock clock) {
    this.database = database;
    this.deployment = deployment;
    this.trail = trail;
    this.settings = settings;
    this.clock = clock;
  }

  /** The bounds within which {@link RuleArchive} reads. */
  public RulebookSettings settings() {
    return settings;
  }

  /**
   * Takes in {@code archive}.
   *
   * @throws RulebookException when the request is incomplete; bad rules are in the report
   */
  public ImportReport take(Editor by, ImportRequest request, RuleArchive archive) {
    check(request);
    return deployment.alone(() -> new Run(by, request, archive).take());
  }

  /**
   * What {@link #take} would do now; changes nothing.
   *
   * @throws RulebookException when the request is incomplete; bad rules are in the report
   */
  public ImportReport preview(ImportRequest request, RuleArchive archive) {
    check(request);
    return deployment.alone(() -> new Run(Editor.PLATFORM, request, archive).preview());
  }

  private static void check(ImportRequest request) {
    if (request.set().isBlank()
        || request.set().length() > LONGEST_NAME
        || request.licence().length() > LONGEST_LICENCE) {
      throw new RulebookException(Reason.IMPORT_UNREADABLE, "set");
    }
    if (request.enable() && request.reason().isBlank()) {
      throw new RulebookException(Reason.REASON_MISSING, "untested");
    }
  }

  private final class Run {
    private final Editor by;
    private final ImportRequest request;
    private final RuleArchive archive;
    private final Instant now = clock.instant();
    private final Map<String, ReadRule> incoming = new LinkedHashMap<>();
    private final List<ImportReport.Item> duplicates = new ArrayList<>();
    private final List<ImportReport.Item> edited = new ArrayList<>();
    private final List<ImportReport.Item> added = new ArrayList<>();
    private final List<ImportReport.Change> changed = new ArrayList<>();
    private final List<RuleProblem> refused = new ArrayList<>();
    private final List<ImportReport.Item> missing = new ArrayList<>();
    private final List<RuleEntry> inserts = new ArrayList<>();
    private final List<RuleEntry> updates = new ArrayList<>();
    private final List<RuleVersion> versions = new ArrayList<>();
    private final Map<String, RuleEntry> entries = new HashMap<>();
    private Map<String, RuleVersion> current = Map.of();
    private Map<String, Integer> numbers = Map.of();
    private RuleSet compiled = RuleSet.of(List.of(), Map.of());
    private int unchanged;
    private int enabled;
    private int retired;

    Run(Editor by, ImportRequest request, RuleArchive archive) {
      this.by = by;
      this.request = request;
      this.archive = archive;
    }

    ImportReport take() {
      find();
      write();
      return report();
    }

    ImportReport preview() {
      find();
      return report();
    }

    private void find() {
      database.read(RuleRows::all).forEach(entry -> entries.put(entry.id(), entry));
      current = database.read(handle -> VersionRows.current(handle, request.set()));
      numbers = database.read(VersionRows::numbers);
      List<RuleText> texts = archive.texts().stream().map(this::named).toList();
      deployment.reader().readAhead(texts);
      texts.forEach(this::sort);
      compile();
      incoming.forEach(this::decide);
      findMissing();
    }

    private RuleText named(RuleText text) {
      return new RuleText(
          request.set() + "/" + text.name(), text.text(), text.tests(), text.origin());
    }

    /** Tells what can be taken from what cannot be read and what somebody else has. */
    private void sort(RuleText named) {
      ReadRule read = ReadRule.of(named, deployment.reader());
      String id = read.id().orElse("");
      if (!read.problems().isEmpty()) {
        refused.addAll(read.problems());
      } else if (id.isEmpty()) {
        refused.add(
            RuleProblem.of(named.name(), 1, 1, read.title(), "has neither 'id' nor 'name'"));
      } else if (incoming.containsKey(id)) {
        duplicates.add(item(read, "twice in this import"));
      } else {
        RuleEntry other = entries.get(id);
        if (other == null || other.set().equals(request.set())) {
          incoming.put(id, read);
        } else {
          String owner = other.set().isEmpty() ? other.source().name() : other.set();
          duplicates.add(item(read, owner));
        }
      }
    }

    private ImportReport.Item item(ReadRule read, String note) {
      return new ImportReport.Item(read.id().orElse(""), read.title(), read.text().name(), note);
    }

    /** Compiles all of it beside what runs, and drops what cannot run. */
    private void compile() {
      Map<String, RuleText> texts = deployment.running();
      Set<String> ownFiles = new HashSet<>();
      incoming.forEach((id, read) -> {
        texts.remove(id);
        ownFiles.add(read.text().name());
      });
      incoming.forEach((id, read) -> texts.put(id, read.text()));
      compiled = deployment.compile(texts);
      Set<String> broken = new HashSet<>();
      compiled.rejected().stream()
          .filter(rejected -> ownFiles.contains(rejected.file()))
          .forEach(rejected -> {
            broken.add(rejected.file());
            refused.add(RuleProblem.of(rejected));
          });
      incoming.values().removeIf(read -> broken.contains(read.text().name()));
    }

    private void decide(String id, ReadRule read) {
      RuleEntry entry = entries.get(id);
      if (entry == null) {
        RuleEntry fresh =
            RuleEntry.fresh(
                id,
                read.text().name(),
                read,
                new RuleEntry.Origin(RuleSource.IMPORTED, request.set(), request.licence()),
                RuleEntry.Standing.DRAFT,
                RuleEntry.Stamp.first(by, now));
        boolean runs = mayRun(read);
        versions.add(version(id, 1, read));
        inserts.add(runs ? fresh.moved(RuleState.ENABLED, 1, 1, request.reason(), by, now) : fresh);
        enabled += runs ? 1 : 0;
        added.add(item(read, runs ? "ENABLED" : "DRAFT"));
        return;
      }
      RuleVersion now = current.get(id);
      if (now != null && now.text().equals(read.text().text())) {
        unchanged++;
        enableUnchanged(entry, read);
      } else if (now != null && now.source() == RuleSource.OWN) {
        edited.add(item(read, String.valueOf(now.number())));
      } else {
        update(entry, read, now);
      }
    }

    /** With {@code enable}, drafts of an earlier import run now. */
    private void enableUnchanged(RuleEntry entry, ReadRule read) {
      if (entry.state() == RuleState.DRAFT && mayRun(read)) {
        updates.add(
            entry.moved(
                RuleState.ENABLED, entry.current(), entry.current(), request.reason(), by, now));
        enabled++;
      }
    }

    private void update(RuleEntry entry, ReadRule read, @Nullable RuleVersion before) {
      int number = numbers.getOrDefault(entry.id(), 0) + 1;
      boolean stays = entry.state() == RuleState.RETIRED;
      boolean runs = !stays && mayRun(read);
      versions.add(version(entry.id(), number, read));
      RuleEntry next =
          entry.moved(
              stays ? RuleState.RETIRED : runs ? RuleState.ENABLED : RuleState.DRAFT,
              number,
              runs ? Integer.valueOf(number) : entry.running(),
              runs ? request.reason() : entry.reason(),
              by,
              now);
      updates.add(next.described(read));
      enabled += runs ? 1 : 0;
      changed.add(
          new ImportReport.Change(
              entry.id(),
              read.title(),
              entry.file(),
              before == null ? number : before.number(),
              number,
              before == null
                  ? List.of()
                  : TextDiff.between(before.text(), read.text().text(), DIFF_LINES)));
    }

    /** Whether it runs at once; rules with tests of their own must pass them. */
    private boolean mayRun(ReadRule read) {
      if (!request.enable() || read.text().tests().isBlank()) {
        return request.enable();
      }
      RuleTests.Report report = RuleTests.run(read.text(), compiled);
      if (!report.passed()) {
        refused.add(
            RuleProblem.of(read.text().name(), 1, 1, read.id().orElse(""), "its tests fail"));
      }
      return report.passed();
    }

    private RuleVersion version(String id, int number, ReadRule read) {
      String version =
          compiled
              .rule(id)
              .map(RuleInfo::version)
              .orElseGet(() -> read.version(RuleSet.of(List.of(), Map.of())));
      return new RuleVersion(
          id,
          number,
          version,
          read.text().text(),
          read.text().tests(),
          by.id(),
          now,
          request.reason(),
          RuleSource.IMPORTED);
    }

    private void findMissing() {
      Set<String> there = new HashSet<>(incoming.keySet());
      edited.forEach(item -> there.add(item.id()));
      refused.forEach(problem -> there.add(problem.rule()));
      for (RuleEntry entry : entries.values()) {
        if (entry.set().equals(request.set()) && !there.contains(entry.id())) {
          missing.add(
              new ImportReport.Item(entry.id(), entry.title(), entry.file(), entry.state().name()));
          if (request.retireMissing() && entry.state() != RuleState.RETIRED) {
            retired++;
            updates.add(
                entry.moved(
                    RuleState.RETIRED,
                    entry.current(),
                    null,
                    "không còn trong bộ " + request.set(),
                    by,
                    now));
          }
        }
      }
    }

    private void write() {
      database.write(handle -> {
        RuleRows.insert(handle, inserts);
        VersionRows.insert(handle, versions);
        RuleRows.update(handle, updates);
        trail.record(
            new RuleTrail.Act(
                by,
                "rule.import",
                "ruleset:" + request.set(),
                "",
                Map.of(
                    "licence", request.licence(),
                    "reason", request.reason(),
                    "added", String.valueOf(added.size()),
                    "changed", String.valueOf(changed.size()),
                    "unchanged", String.valueOf(unchanged),
                    "refused", String.valueOf(refused.size()),
                    "enabled", String.valueOf(enabled),
                    "retired", String.valueOf(retired))));
      });
      if (enabled > 0 || retired > 0) {
        deployment.deploy(deployment.compile(deployment.running()));
      }
    }

    private ImportReport report() {
      return new ImportReport(
          request.set(),
          archive.texts().size(),
          added,
          changed,
          unchanged,
          duplicates,
          edited,
          refused,
          missing,
          enabled,
          retired,
          archive.skipped());
    }
  }
}
