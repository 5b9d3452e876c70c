package vn.lachan.simulator.day;

import java.util.List;
import java.util.Set;

/**
 * An attack that is hidden in a day.
 *
 * @param id short id, for example {@code A01}
 * @param name what it is, in Vietnamese
 * @param useCase the {@code use_case} of the rule that should find it
 * @param entities accounts, addresses, hosts, dossiers and clients that an alert about it may name
 * @param eventIds ids of its events, for logs whose events carry one
 */
public record Planted(
    String id, String name, String useCase, Set<String> entities, List<String> eventIds) {
  public Planted {
    entities = Set.copyOf(entities);
    eventIds = List.copyOf(eventIds);
  }
}
