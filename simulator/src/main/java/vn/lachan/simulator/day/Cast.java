package vn.lachan.simulator.day;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.lachan.registry.Certificate;
import vn.lachan.registry.Official;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Unit;
import vn.lachan.registry.UnitKind;

/** Who plays: the officials of a registry at their desks. */
final class Cast {
  private final Map<String, Officer> officers = new LinkedHashMap<>();
  private final List<Desk> desks = new ArrayList<>();

  Cast(Registry registry, LocalDate day, Chance chance) {
    Map<String, Certificate> valid = new HashMap<>();
    for (Certificate certificate : registry.certificates()) {
      if (!certificate.revoked() && certificate.notAfter().isAfter(day)) {
        valid.putIfAbsent(certificate.owner(), certificate);
      }
    }
    Map<String, List<Officer>> byUnit = new LinkedHashMap<>();
    for (Official official : registry.officials()) {
      Optional<Unit> unit = registry.unit(official.unit());
      if (official.active() && unit.isPresent() && !unit.get().networks().isEmpty()) {
        List<Officer> colleagues =
            byUnit.computeIfAbsent(official.unit(), code -> new ArrayList<>());
        String ip = unit.get().networks().getFirst().host(11 + colleagues.size()).getHostAddress();
        Officer officer =
            new Officer(
                official.account(),
                Names.person(chance),
                official.position(),
                unit.get(),
                ip,
                chance.pick(Names.OFFICE_BROWSERS),
                Optional.ofNullable(valid.get(official.account())));
        colleagues.add(officer);
        officers.put(official.account(), officer);
      }
    }
    byUnit.values().forEach(this::seat);
  }

  private void seat(List<Officer> colleagues) {
    Unit unit = colleagues.getFirst().unit();
    if (unit.kind() != UnitKind.COMMUNE_CENTRE && unit.kind() != UnitKind.PROVINCIAL_CENTRE) {
      return;
    }
    List<Officer> receivers = having(colleagues, "tiếp nhận");
    List<Officer> specialists = having(colleagues, "xử lý");
    List<Officer> leaders = having(colleagues, "ãnh đạo");
    List<Officer> clerks = having(colleagues, "ăn thư");
    if (!receivers.isEmpty() && !specialists.isEmpty() && !leaders.isEmpty() && !clerks.isEmpty()) {
      desks.add(new Desk(unit, receivers, specialists, leaders.getFirst(), clerks.getFirst()));
    }
  }

  private static List<Officer> having(List<Officer> colleagues, String word) {
    return colleagues.stream()
        .filter(officer -> officer.position().contains(word))
        .filter(officer -> officer.certificate().isPresent())
        .toList();
  }

  /** The desks that have all four kinds of officials, each with a valid certificate. */
  List<Desk> desks() {
    return desks;
  }

  /** Desks of communes only. */
  List<Desk> communes() {
    return desks.stream().filter(desk -> desk.unit().kind() == UnitKind.COMMUNE_CENTRE).toList();
  }

  /** The first official whose position holds {@code word}. */
  Optional<Officer> holding(String word) {
    return officers.values().stream()
        .filter(officer -> officer.position().contains(word))
        .findFirst();
  }
}
