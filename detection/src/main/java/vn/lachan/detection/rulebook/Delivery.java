package vn.lachan.detection.rulebook;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleText;

/**
 * Takes the rules that come with the program, or from folders of the settings, into the rulebook. A
 * new one runs at once; a changed one takes the place of the delivered version that runs; what
 * somebody retired or replaced stays as it is. One that is no longer delivered is retired.
 */
final class Delivery {
  private final Database database;
  private final Deployment deployment;
  private final RuleTrail trail;
  private final RulebookSettings settings;
  private final Clock clock;
  private final List<RuleEntry> added = new ArrayList<>();
  private final List<RuleEntry> changed = new ArrayList<>();
  private final List<RuleVersion> versions = new ArrayList<>();

  Delivery(
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

  void take(List<RuleText> texts) {
    deployment.reader().readAhead(texts);
    List<ReadRule> ordered = ordered(texts);
    database.write(handle -> take(handle, ordered));
  }

  private void take(Handle handle, List<ReadRule> delivered) {
    RevisionRow.lock(handle);
    Map<String, RuleEntry> entries = new HashMap<>();
    Set<String> files = new HashSet<>();
    for (RuleEntry entry : RuleRows.all(handle)) {
      entries.put(entry.id(), entry);
      files.add(entry.file());
    }
    Map<String, RuleVersion> before = VersionRows.newest(handle, RuleSource.DELIVERED);
    Map<String, RuleVersion> running = VersionRows.running(handle);
    Map<String, Integer> numbers = VersionRows.numbers(handle);
    Set<String> seen = new HashSet<>();
    Instant now = clock.instant();
    for (ReadRule rule : delivered) {
      String id = rule.id().orElseThrow();
      seen.add(id);
      RuleEntry entry = entries.get(id);
      if (entry == null) {
        add(rule, id, files, now);
      } else {
        update(entry, rule, before.get(id), running.get(id), numbers.getOrDefault(id, 0), now);
      }
    }
    for (RuleEntry entry : entries.values()) {
      RuleVersion version = running.get(entry.id());
      if (version != null
          && version.source() == RuleSource.DELIVERED
          && !seen.contains(entry.id())) {
        changed.add(withdrawn(entry, now));
      }
    }
    write(handle);
  }

  /** Those with an id that nobody before them has; the others are told to the deployment. */
  private List<ReadRule> ordered(List<RuleText> texts) {
    List<ReadRule> ordered = new ArrayList<>();
    List<RuleText> nameless = new ArrayList<>();
    Map<String, RuleInfo.Origin> origins = new HashMap<>();
    for (RuleText text : texts) {
      ReadRule rule = ReadRule.of(text, deployment.reader());
      String id = rule.id().orElse("");
      boolean fits = text.text().length() <= settings.ruleCharacters();
      if (id.isEmpty() || !fits || origins.putIfAbsent(id, text.origin()) != null) {
        nameless.add(text);
      } else {
        ordered.add(rule);
      }
    }
    deployment.delivered(origins, nameless);
    return ordered;
  }

  private void write(Handle handle) {
    RuleRows.insert(handle, added);
    VersionRows.insert(handle, versions);
    RuleRows.update(handle, changed);
    if (!added.isEmpty() || !changed.isEmpty() || !versions.isEmpty()) {
      trail.record(
          new RuleTrail.Act(
              Editor.PLATFORM,
              "rule.deliver",
              "rules:delivered",
              "",
              Map.of(
                  "added", String.valueOf(added.size()),
                  "versions", String.valueOf(versions.size()),
                  "changed", String.valueOf(changed.size()))));
    }
  }

  private void add(ReadRule rule, String id, Set<String> files, Instant now) {
    String name = rule.text().name();
    String file = files.add(name) ? name : name + "#" + id;
    added.add(
        RuleEntry.fresh(
            id,
            file,
            rule,
            RuleEntry.Origin.of(RuleSource.DELIVERED),
            new RuleEntry.Standing(RuleState.ENABLED, 1, 1, false, ""),
            RuleEntry.Stamp.first(Editor.PLATFORM, now)));
    versions.add(version(rule, id, 1, now));
  }

  private RuleVersion version(ReadRule rule, String id, int number, Instant now) {
    RuleSet alone = deployment.reader().compile(List.of(rule.text()));
    return new RuleVersion(
        id,
        number,
        rule.version(alone),
        rule.text().text(),
        rule.text().tests(),
        Editor.PLATFORM.id(),
        now,
        "",
        RuleSource.DELIVERED);
  }

  private void update(
      RuleEntry entry,
      ReadRule rule,
      @Nullable RuleVersion before,
      @Nullable RuleVersion running,
      int newest,
      Instant now) {
    boolean same =
        before != null
            && before.text().equals(rule.text().text())
            && before.tests().equals(rule.text().tests());
    int number = same ? Objects.requireNonNull(before).number() : newest + 1;
    if (!same) {
      versions.add(version(rule, entry.id(), number, now));
    }
    boolean follows = running != null && running.source() == RuleSource.DELIVERED;
    boolean returns = entry.withdrawn();
    if ((follows && !same) || returns) {
      boolean edited = entry.state() != RuleState.ENABLED && !returns;
      RuleEntry next =
          entry.moved(
              edited ? entry.state() : RuleState.ENABLED,
              edited ? entry.current() : number,
              number,
              entry.reason(),
              Editor.PLATFORM,
              now);
      changed.add(edited ? next : next.described(rule));
    }
  }

  private static RuleEntry withdrawn(RuleEntry entry, Instant now) {
    boolean edited = entry.state() != RuleState.ENABLED;
    RuleEntry moved =
        entry.moved(
            edited ? entry.state() : RuleState.RETIRED,
            entry.current(),
            null,
            "không còn được phát hành cùng chương trình",
            Editor.PLATFORM,
            now);
    return edited ? moved : moved.asWithdrawn();
  }
}
