package vn.lachan.simulator.day;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.lachan.registry.Registry;
import vn.lachan.registry.UnitKind;

/** What an attack plays on: the logs, the people, and its place in the day. */
final class Stage {
  final Registry registry;
  final Cast cast;
  final Chance chance;
  final OneStopLog oneStop;
  final ExchangeLog exchange;
  final PortalLog portal;
  final HostLog hosts;
  private final Map<UnitKind, WorkingTime> times;
  private final ZoneId zone;
  private final List<Desk> desks;
  private final Set<String> entities = new LinkedHashSet<>();
  private double share;
  private int dossiers = 9000;
  private int nextDesk;

  Stage(
      Registry registry,
      Cast cast,
      Chance chance,
      OneStopLog oneStop,
      ExchangeLog exchange,
      PortalLog portal,
      HostLog hosts,
      Map<UnitKind, WorkingTime> times) {
    this.registry = registry;
    this.cast = cast;
    this.chance = chance;
    this.oneStop = oneStop;
    this.exchange = exchange;
    this.portal = portal;
    this.hosts = hosts;
    this.times = new HashMap<>(times);
    this.zone = registry.calendar().zone();
    this.desks = new ArrayList<>(cast.communes());
  }

  /** Begins the next attack, at {@code share} (0 to 1) of the day. */
  void next(double share) {
    this.share = share;
    entities.clear();
  }

  /** Whom and what the attack touched. */
  Set<String> entities() {
    return Set.copyOf(entities);
  }

  /** Notes what an alert about the attack may name; returns the first. */
  String touch(String first, String... more) {
    entities.add(first);
    entities.addAll(List.of(more));
    return first;
  }

  /** A commune that no other attack uses. */
  Desk desk() {
    Desk desk = desks.get(nextDesk * 7 % desks.size());
    nextDesk++;
    return desk;
  }

  /** The beginning of {@code room} minutes of working time of a commune. */
  Instant inHours(int room) {
    WorkingTime time = time(UnitKind.COMMUNE_CENTRE);
    Instant at = time.at(Duration.ofMillis((long) (time.total().toMillis() * share)));
    Span span = time.spans().get(Math.max(0, time.indexOf(at)));
    Instant latest = span.to().minus(Duration.ofMinutes(room));
    Instant chosen = at.isAfter(latest) ? latest : at;
    return chosen.isBefore(span.from()) ? span.from() : chosen;
  }

  /** The beginning of {@code room} minutes outside working time; nothing when there are none. */
  Optional<Instant> offHours(int room) {
    Duration wanted = Duration.ofMinutes(room);
    return time(UnitKind.COMMUNE_CENTRE).rest().stream()
        .filter(span -> span.length().compareTo(wanted) > 0)
        .max((a, b) -> a.length().compareTo(b.length()))
        .map(span ->
            span.from()
                .plusMillis((long) (span.length().minus(wanted).toMillis() * (0.2 + 0.6 * share))));
  }

  /** Number of the stretch of working time, so that the attack falls into a running session. */
  int span(Instant at) {
    return time(UnitKind.COMMUNE_CENTRE).indexOf(at);
  }

  private WorkingTime time(UnitKind kind) {
    WorkingTime time = times.get(kind);
    if (time == null) {
      throw new IllegalStateException("no working time for " + kind);
    }
    return time;
  }

  /** A dossier of {@code desk} that exists only in the attack. */
  Dossier dossier(Desk desk, Instant at) {
    dossiers++;
    LocalDate day = at.atZone(zone).toLocalDate();
    return new Dossier(
        Dossier.code(desk, day, dossiers),
        chance.pick(desk.procedures()),
        desk,
        Citizen.random(chance),
        "2");
  }
}
