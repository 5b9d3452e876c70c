package vn.lachan.simulator.day;

import java.util.Optional;
import vn.lachan.registry.Certificate;
import vn.lachan.registry.Unit;

/**
 * An official at work.
 *
 * @param account account name, as in the registry
 * @param name a made-up name
 * @param position what they do
 * @param unit where
 * @param ip address of their desk, in the network of the unit
 * @param browser what they use
 * @param certificate what they sign with
 */
record Officer(
    String account,
    String name,
    String position,
    Unit unit,
    String ip,
    String browser,
    Optional<Certificate> certificate) {

  /** The level of the unit, as the one-stop system writes it. */
  String level() {
    return switch (unit.kind()) {
      case PROVINCE, PROVINCIAL_CENTRE, POLICE -> "tinh";
      case DEPARTMENT -> "so";
      case COMMUNE_CENTRE -> "xa";
    };
  }
}
