package vn.lachan.detection.rulebook;

import java.util.List;

/**
 * Who acts on rules.
 *
 * @param id account name
 * @param unit code of the unit
 * @param roles roles held at the moment
 */
public record Editor(String id, String unit, List<String> roles) {
  /** The platform acting on its own. */
  public static final Editor PLATFORM = new Editor("lachan", "", List.of("system"));

  public Editor {
    roles = List.copyOf(roles);
  }
}
