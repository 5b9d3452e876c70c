package vn.lachan.incidents.handling;

import java.util.List;
import vn.lachan.incidents.IncidentState;

/** A state may not be entered yet; says all that is missing. Nothing was changed. */
public final class GateException extends RuntimeException {
  private final List<String> missing;

  public GateException(String incidentId, IncidentState to, List<String> missing) {
    super("incident " + incidentId + " may not enter " + to + ": " + String.join("; ", missing));
    this.missing = List.copyOf(missing);
  }

  /** What is missing, in Vietnamese, one line each; never empty. */
  public List<String> missing() {
    return missing;
  }
}
