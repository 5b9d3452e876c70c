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
  private final Map<RuleText, ReadRule> reads = new HashMap<>();

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

  /** A text that is a rule, by its id. */
  private record Delivered(String id, RuleText text) {}

  void take(List<RuleText> texts) {
    database.write(handle -> take(handle, texts));
  }

  private void take(Handle handle, List<RuleText> texts) {
    Map<String, RuleEntry> entries = new HashMap<>();
    Map<String, RuleEntry> byFile = new HashMap<>();
    for (RuleEntry entry : RuleRows.all(handle)) {
      entries.put(entry.id(), entry);
      byFile.put(entry.file(), entry);
    }
    Map<String, RuleVersion> before = VersionRows.newest(handle, RuleSource.DELIVERED);
    Map<String, RuleVersion> running = VersionRows.running(handle);
    Map<String, Integer> numbers = VersionRows.numbers(handle);
    Set<String> seen = new HashSet<>();
    Set<String> files = new HashSet<>(byFile.keySet());
    Instant now = clock.instant();
    for (Delivered rule : ordered(texts, byFile, before)) {
      String id = rule.id();
      seen.add(id);
      RuleEntry entry = entries.get(id);
      if (entry == null) {
        add(read(rule.text()), id, files, now);
      } else {
        update(
            entry, rule.text(), before.get(id), running.get(id), numbers.getOrDefault(id, 0), now);
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
  private List<Delivered> ordered(
      List<RuleText> texts, Map<String, RuleEntry> byFile, Map<String, RuleVersion> before) {
    List<Delivered> ordered = new ArrayList<>();
    List<RuleText> nameless = new ArrayList<>();
    Map<String, RuleInfo.Origin> origins = new HashMap<>();
    for (RuleText text : texts) {
      String id = id(text, byFile.get(text.name()), before);
      boolean fits = text.text().length() <= settings.ruleCharacters();
      if (id.isEmpty() || !fits || origins.putIfAbsent(id, text.origin()) != null) {
        nameless.add(text);
      } else {
        ordered.add(new Delivered(id, text));
      }
    }
    deployment.delivered(origins, nameless);
    return ordered;
  }

  /** A text that was delivered before, unchanged under the same name, is not read again. */
  private String id(RuleText text, @Nullable RuleEntry known, Map<String, RuleVersion> before) {
    RuleVersion last = known == null ? null : before.get(known.id());
    return known != null && last != null && last.text().equals(text.text())
        ? known.id()
        : read(text).id().orElse("");
  }

  private ReadRule read(RuleText text) {
    return reads.computeIfAbsent(text, each -> ReadRule.of(each, settings.placeholders()));
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
    RuleSet alone = RuleSet.of(List.of(rule.text()), settings.placeholders());
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
      RuleText rule,
      @Nullable RuleVersion before,
      @Nullable RuleVersion running,
      int newest,
      Instant now) {
    boolean same =
        before != null && before.text().equals(rule.text()) && before.tests().equals(rule.tests());
    int number = same ? Objects.requireNonNull(before).number() : newest + 1;
    if (!same) {
      versions.add(version(read(rule), entry.id(), number, now));
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
      changed.add(edited ? next : next.described(read(rule)));
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
