package vn.lachan.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An attack that was sent, to be looked for among the alerts.
 *
 * @param id short id, for example {@code A01}
 * @param name what it is, in Vietnamese
 * @param useCase the {@code use_case} of the rule that should find it
 * @param firstEvent time its first event carries
 * @param lastEvent time its last event carries
 * @param sentFrom when its first line was sent, by the simulator's clock
 * @param sentTo when its last line was sent
 * @param lines how many lines it has
 * @param entities accounts, addresses, hosts, dossiers and clients that an alert about it may name
 * @param eventIds ids of its events ({@code event.id}), for logs whose events carry one
 */
public record PlantedAttack(
    String id,
    String name,
    String useCase,
    Instant firstEvent,
    Instant lastEvent,
    Instant sentFrom,
    Instant sentTo,
    int lines,
    Set<String> entities,
    List<String> eventIds) {
  public PlantedAttack {
    entities = Set.copyOf(entities);
    eventIds = List.copyOf(eventIds);
  }
}
