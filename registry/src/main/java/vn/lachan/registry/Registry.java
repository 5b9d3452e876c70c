package vn.lachan.registry;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Everything known about the province. Each look-up answers from what is in force at its moment;
 * {@link #become} puts other content in force for the next one. Who asks several things that must
 * fit together asks a {@link #snapshot}. Safe for use by several threads.
 */
public final class Registry {
  private volatile Contents in;

  private record Contents(
      Map<String, Unit> units,
      Map<String, InformationSystem> systems,
      Map<String, Certificate> certificates,
      Map<String, Official> officials,
      Map<String, List<ServiceGrant>> grants,
      WorkingCalendar calendar,
      Map<String, Set<String>> lookups,
      NetworkMap<Unit> networks,
      Map<String, Procedure> procedures,
      Map<String, Asset> assetsByHost,
      NetworkMap<Asset> assetsByAddress,
      Tables tables) {}

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

  /** A registry without the tables that not every province has. */
  public Registry(
      Collection<Unit> units,
      Collection<InformationSystem> systems,
      Collection<Certificate> certificates,
      Collection<Official> officials,
      Collection<ServiceGrant> grants,
      WorkingCalendar calendar,
      Map<String, Set<String>> lookups) {
    this(units, systems, certificates, officials, grants, calendar, lookups, Tables.NONE);
  }

  /**
   * @param lookups the fields of the population data base that a procedure needs, by its code;
   *     under {@code *} those of all others
   * @param tables assets, procedures and what is looked out for
   * @throws IllegalArgumentException when a code is used twice or names a unit that is not there
   */
  public Registry(
      Collection<Unit> units,
      Collection<InformationSystem> systems,
      Collection<Certificate> certificates,
      Collection<Official> officials,
      Collection<ServiceGrant> grants,
      WorkingCalendar calendar,
      Map<String, Set<String>> lookups,
      Tables tables) {
    Map<String, List<ServiceGrant>> byClient = new HashMap<>();
    for (ServiceGrant grant : grants) {
      byClient.merge(
          grant.client(),
          List.of(grant),
          (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
    }
    List<Map.Entry<Network, Unit>> networks = new ArrayList<>();
    units.forEach(unit -> unit.networks().forEach(it -> networks.add(Map.entry(it, unit))));
    Map<String, Asset> byHost = new HashMap<>();
    List<Map.Entry<Network, Asset>> byAddress = new ArrayList<>();
    for (Asset asset : tables.assets()) {
      asset.hosts().forEach(host -> byHost.put(host, asset));
      asset.networks().forEach(network -> byAddress.add(Map.entry(network, asset)));
    }
    this.in =
        new Contents(
            index(units, Unit::code),
            index(systems, InformationSystem::code),
            index(certificates, Certificate::serial),
            index(officials, Official::account),
            Map.copyOf(byClient),
            calendar,
            Map.copyOf(lookups),
            NetworkMap.of(networks),
            index(tables.procedures(), Procedure::code),
            Map.copyOf(byHost),
            NetworkMap.of(byAddress),
            tables);
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

  private Registry(Contents in) {
    this.in = in;
  }

  /** What is in force now; does not change any more. */
  public Registry snapshot() {
    return new Registry(in);
  }

  /** Puts the content of {@code other} in the place of what was in force. */
  public void become(Registry other) {
    in = other.in;
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
    if (!code.isEmpty() && !in.units().containsKey(code)) {
      throw new IllegalArgumentException(what + " is not a unit: " + code);
    }
  }

  /** All units, in the order of their file. */
  public Collection<Unit> units() {
    return in.units().values();
  }

  public Optional<Unit> unit(String code) {
    return Optional.ofNullable(in.units().get(code));
  }

  /** The unit itself and all units below it; empty when there is no such unit. */
  public Set<String> withDescendants(String code) {
    Set<String> result = new TreeSet<>();
    if (in.units().containsKey(code)) {
      result.add(code);
      boolean grew = true;
      while (grew) {
        grew = false;
        for (Unit unit : in.units().values()) {
          grew |= result.contains(unit.parent()) && result.add(unit.code());
        }
      }
    }
    return result;
  }

  /** The unit whose network holds {@code address}, the closest one when several do. */
  public Optional<Unit> unitAt(InetAddress address) {
    return in.networks().at(address.getAddress());
  }

  /** The machine or device of this address, the closest when networks overlap. */
  public Optional<Asset> assetAt(InetAddress address) {
    return in.assetsByAddress().at(address.getAddress());
  }

  /** The machine or device that appears in logs under this name; case does not matter. */
  public Optional<Asset> assetNamed(String host) {
    return in.assetsByHost().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(in.assetsByHost().get(host.toLowerCase(Locale.ROOT)));
  }

  public Optional<Procedure> procedure(String code) {
    return Optional.ofNullable(in.procedures().get(code));
  }

  public WatchList watchList() {
    return in.tables().watchList();
  }

  /** As given to the constructor. */
  public Tables tables() {
    return in.tables();
  }

  public Collection<InformationSystem> systems() {
    return in.systems().values();
  }

  public Optional<InformationSystem> system(String code) {
    return Optional.ofNullable(in.systems().get(code));
  }

  /** All certificates, in the order of their file. */
  public Collection<Certificate> certificates() {
    return in.certificates().values();
  }

  public Optional<Certificate> certificate(String serial) {
    return Optional.ofNullable(in.certificates().get(serial));
  }

  public Optional<Official> official(String account) {
    return Optional.ofNullable(in.officials().get(account));
  }

  public Collection<Official> officials() {
    return in.officials().values();
  }

  /** All grants, in no particular order. */
  public Collection<ServiceGrant> grants() {
    return in.grants().values().stream().flatMap(List::stream).toList();
  }

  /** What {@code client} may call; empty for an unknown client. */
  public List<ServiceGrant> grantsOf(String client) {
    return in.grants().getOrDefault(client, List.of());
  }

  /** As given to the constructor. */
  public Map<String, Set<String>> lookups() {
    return in.lookups();
  }

  /**
   * The fields of the population data base that {@code procedure} needs; empty when nobody said.
   */
  public Optional<Set<String>> lookupFields(String procedure) {
    Map<String, Set<String>> lookups = in.lookups();
    Set<String> own = lookups.get(procedure);
    return Optional.ofNullable(own == null ? lookups.get("*") : own);
  }

  public WorkingCalendar calendar() {
    return in.calendar();
  }
}
