package vn.lachan.collector.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Finds out what it is that fell silent: a source, a unit, or nearly everything. What fell silent
 * for one reason is one outage, and told once.
 */
final class Outages {
  /** Lines of sources on one line do not stop in the same second. */
  private static final Duration SAME_TIME = Duration.ofMinutes(1);

  private final WatchSettings settings;
  private final Supplier<String> ids;
  private final Map<String, Outage> open = new LinkedHashMap<>();

  Outages(WatchSettings settings) {
    this(settings, () -> UUID.randomUUID().toString());
  }

  private Outages(WatchSettings settings, Supplier<String> ids) {
    this.settings = settings;
    this.ids = ids;
  }

  List<Outage> open() {
    return List.copyOf(open.values());
  }

  void restore(List<Outage> outages) {
    outages.forEach(outage -> open.put(outage.id(), outage));
  }

  /** A source sends again; empty when its outage is not known. */
  Optional<SourceNotice> back(Watched source, Instant now) {
    return left(source).map(outage -> new SourceNotice.CameBack(now, outage, source.source));
  }

  /** Nobody waits for a source any more. */
  Optional<SourceNotice> removed(Watched source, Instant now) {
    return left(source).map(outage -> new SourceNotice.WasRemoved(now, outage, source.source));
  }

  private Optional<Outage> left(Watched source) {
    Outage before = source.outage == null ? null : open.get(source.outage);
    source.outage = null;
    if (before == null) {
      return Optional.empty();
    }
    Outage after = before.without(source.source);
    if (after.silent().isEmpty()) {
      open.remove(after.id());
    } else {
      open.put(after.id(), after);
    }
    return Optional.of(after);
  }

  /** Begins the outages of sources that are silent for long enough to know what fell silent. */
  List<SourceNotice> begin(Collection<Watched> all, Instant now) {
    List<Watched> due = all.stream().filter(source -> isDue(source, now)).toList();
    List<SourceNotice> notices = new ArrayList<>();
    if (due.isEmpty()) {
      return notices;
    }
    Map<String, List<Watched>> groups = groups(all);
    Map<String, List<Watched>> down = new LinkedHashMap<>();
    groups.forEach((group, members) -> {
      if (isDown(members, now)) {
        down.put(group, quiet(members, now));
      }
    });
    boolean many =
        down.size() >= settings.massUnits() && down.size() >= groups.size() * settings.massShare();
    for (Watched source : due) {
      if (source.outage != null) {
        continue; // an outage of this very moment took it in
      }
      List<Watched> with = down.getOrDefault(group(source), List.of());
      Optional<Outage> same = join(source);
      if (same.isPresent()) {
        source.outage = same.get().id();
      } else if (many && !with.isEmpty()) {
        List<Watched> members = down.values().stream().flatMap(List::stream).toList();
        notices.add(fellSilent(Outage.Kind.MANY, "", source, members, now));
      } else if (with.size() > 1) {
        notices.add(fellSilent(Outage.Kind.UNIT, source.sample.unit(), source, with, now));
      } else {
        List<Watched> alone = List.of(source);
        notices.add(fellSilent(Outage.Kind.SOURCE, source.sample.unit(), source, alone, now));
      }
    }
    return notices;
  }

  private boolean isDue(Watched source, Instant now) {
    return source.outage == null
        && source.pending != null
        && Duration.between(source.pending, now).compareTo(settings.settle()) >= 0;
  }

  /** The sources by unit that are judged just now and not known to be down. */
  private static Map<String, List<Watched>> groups(Collection<Watched> all) {
    Map<String, List<Watched>> groups = new LinkedHashMap<>();
    for (Watched source : all) {
      if (source.outage == null && (source.isJudged() || source.pending != null)) {
        groups.computeIfAbsent(group(source), _ -> new ArrayList<>()).add(source);
      }
    }
    return groups;
  }

  private static String group(Watched source) {
    return source.sample.unit().isEmpty() ? "#" + source.source : source.sample.unit();
  }

  /** Whether all of a unit is quiet for longer than usual, and one source is silent already. */
  private static boolean isDown(List<Watched> group, Instant now) {
    return group.stream().anyMatch(source -> source.pending != null)
        && group.stream().allMatch(source -> source.isUnusuallyQuiet(now));
  }

  private static List<Watched> quiet(List<Watched> group, Instant now) {
    return group.stream().filter(source -> source.isUnusuallyQuiet(now)).toList();
  }

  /** The outage of its unit, or of everything, when it was not heard since that began either. */
  private Optional<Outage> join(Watched source) {
    for (Outage outage : List.copyOf(open.values())) {
      boolean covers =
          outage.kind() == Outage.Kind.MANY
              || (outage.kind() == Outage.Kind.UNIT && outage.unit().equals(source.sample.unit()));
      if (covers && !source.lastHeard().isAfter(outage.began().plus(SAME_TIME))) {
        Outage joined = outage.joinedBy(source.source);
        open.put(joined.id(), joined);
        return Optional.of(joined);
      }
    }
    return Optional.empty();
  }

  private SourceNotice fellSilent(
      Outage.Kind kind, String unit, Watched first, List<Watched> members, Instant now) {
    TreeSet<String> names = new TreeSet<>();
    Instant began = first.lastHeard();
    String id = ids.get();
    for (Watched member : members) {
      names.add(member.source);
      member.outage = id;
      began = member.lastHeard().isAfter(began) ? member.lastHeard() : began;
    }
    Outage outage = new Outage(id, kind, unit, began, names, names);
    open.put(id, outage);
    return new SourceNotice.FellSilent(now, outage, first.expected());
  }
}
