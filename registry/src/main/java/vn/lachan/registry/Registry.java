package vn.lachan.registry;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Everything known about the province at one moment. Immutable; look-ups are safe from any thread.
 */
public final class Registry {
  private final Map<String, Unit> units;
  private final Map<String, InformationSystem> systems;
  private final Map<String, Certificate> certificates;
  private final Map<String, Official> officials;
  private final Map<String, List<ServiceGrant>> grants;
  private final WorkingCalendar calendar;
  private final Map<String, Set<String>> lookups;
  private final List<Block> blocks;

  private record Block(Network network, Unit unit) {}

  /** A registry that does not say which fields a procedure needs. */
  public Registry(
      Collection<Unit> units,
      Collection<InformationSystem> systems,
      Collection<Certificate> certificates,
      Collection<Official> officials,
      Collection<ServiceGrant> grants,
      WorkingCalendar calendar) {
    this(units, systems, certificates, officials, grants, calendar, Map.of());
  }

  /**
   * @param lookups the fields of the population data base that a procedure needs, by its code;
   *     under {@code *} those of all others
   * @throws IllegalArgumentException when a code is used twice or names a unit that is not there
   */
  public Registry(
      Collection<Unit> units,
      Collection<InformationSystem> systems,
      Collection<Certificate> certificates,
      Collection<Official> officials,
      Collection<ServiceGrant> grants,
      WorkingCalendar calendar,
      Map<String, Set<String>> lookups) {
    this.lookups = Map.copyOf(lookups);
    this.units = index(units, Unit::code);
    this.systems = index(systems, InformationSystem::code);
    this.certificates = index(certificates, Certificate::serial);
    this.officials = index(officials, Official::account);
    this.calendar = calendar;
    Map<String, List<ServiceGrant>> byClient = new HashMap<>();
    for (ServiceGrant grant : grants) {
      byClient.merge(
          grant.client(),
          List.of(grant),
          (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
    }
    this.grants = Map.copyOf(byClient);
    this.blocks =
        units.stream()
            .flatMap(unit -> unit.networks().stream().map(network -> new Block(network, unit)))
            .sorted(Comparator.comparingInt((Block block) -> block.network().bits()).reversed())
            .toList();
    for (Unit unit : units) {
      requireUnit(unit.parent(), "parent of unit " + unit.code());
    }
    for (InformationSystem system : systems) {
      requireUnit(system.owner(), "owner of system " + system.code());
      requireUnit(system.operator(), "operator of system " + system.code());
    }
    for (Official official : officials) {
      requireUnit(official.unit(), "unit of official " + official.account());
    }
  }

  private static <T> Map<String, T> index(Collection<T> items, Function<T, String> key) {
    Map<String, T> result = new LinkedHashMap<>();
    for (T item : items) {
      if (result.put(key.apply(item), item) != null) {
        throw new IllegalArgumentException("code is used twice: " + key.apply(item));
      }
    }
    return Collections.unmodifiableMap(result);
  }

  private void requireUnit(String code, String what) {
    if (!code.isEmpty() && !units.containsKey(code)) {
      throw new IllegalArgumentException(what + " is not a unit: " + code);
    }
  }

  /** All units, in the order of their file. */
  public Collection<Unit> units() {
    return units.values();
  }

  public Optional<Unit> unit(String code) {
    return Optional.ofNullable(units.get(code));
  }

  /** The unit itself and all units below it; empty when there is no such unit. */
  public Set<String> withDescendants(String code) {
    Set<String> result = new TreeSet<>();
    if (units.containsKey(code)) {
      result.add(code);
      boolean grew = true;
      while (grew) {
        grew = false;
        for (Unit unit : units.values()) {
          grew |= result.contains(unit.parent()) && result.add(unit.code());
        }
      }
    }
    return result;
  }

  /** The unit whose network holds {@code address}, the closest one when several do. */
  public Optional<Unit> unitAt(InetAddress address) {
    byte[] bytes = address.getAddress();
    return blocks.stream()
        .filter(block -> block.network().contains(bytes))
        .map(Block::unit)
        .findFirst();
  }

  public Collection<InformationSystem> systems() {
    return systems.values();
  }

  public Optional<InformationSystem> system(String code) {
    return Optional.ofNullable(systems.get(code));
  }

  /** All certificates, in the order of their file. */
  public Collection<Certificate> certificates() {
    return certificates.values();
  }

  public Optional<Certificate> certificate(String serial) {
    return Optional.ofNullable(certificates.get(serial));
  }

  public Optional<Official> official(String account) {
    return Optional.ofNullable(officials.get(account));
  }

  public Collection<Official> officials() {
    return officials.values();
  }

  /** All grants, in no particular order. */
  public Collection<ServiceGrant> grants() {
    return grants.values().stream().flatMap(List::stream).toList();
  }

  /** What {@code client} may call; empty for an unknown client. */
  public List<ServiceGrant> grantsOf(String client) {
    return grants.getOrDefault(client, List.of());
  }

  /** As given to the constructor. */
  public Map<String, Set<String>> lookups() {
    return lookups;
  }

  /**
   * The fields of the population data base that {@code procedure} needs; empty when nobody said.
   */
  public Optional<Set<String>> lookupFields(String procedure) {
    Set<String> own = lookups.get(procedure);
    return Optional.ofNullable(own == null ? lookups.get("*") : own);
  }

  public WorkingCalendar calendar() {
    return calendar;
  }
}
