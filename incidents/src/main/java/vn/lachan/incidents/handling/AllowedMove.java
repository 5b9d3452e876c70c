package vn.lachan.incidents.handling;

import java.util.List;
import vn.lachan.incidents.IncidentState;

/**
 * A state an incident may move to.
 *
 * @param needs what is still missing for it, in Vietnamese; empty when nothing is
 */
public record AllowedMove(IncidentState to, List<String> needs) {
  public AllowedMove {
    needs = List.copyOf(needs);
  }
}
