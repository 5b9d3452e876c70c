package vn.lachan.simulator.day;

import java.util.List;
import vn.lachan.registry.Unit;

/**
 * A one-stop desk: the officials of a unit by what they do.
 *
 * @param unit the unit
 * @param receivers take dossiers in and look people up
 * @param specialists work on them
 * @param leader signs results
 * @param clerk stamps them
 */
record Desk(
    Unit unit, List<Officer> receivers, List<Officer> specialists, Officer leader, Officer clerk) {
  Desk {
    receivers = List.copyOf(receivers);
    specialists = List.copyOf(specialists);
  }

  /** The province has more procedures of its own. */
  List<Procedure> procedures() {
    return switch (unit.kind()) {
      case COMMUNE_CENTRE -> Procedure.COMMUNE;
      case PROVINCE, PROVINCIAL_CENTRE, POLICE, DEPARTMENT -> Procedure.PROVINCE;
    };
  }
}
