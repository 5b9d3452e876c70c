package vn.lachan.app.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Incidents and their coordination.
 *
 * @param coordinator code of the unit that coordinates: calls for help go there
 * @param acknowledgeWithin until when an order must be acknowledged, unless it says otherwise
 * @param escalateEvery after this time without an answer the next unit above is told
 * @param helpWithin until when the coordinator must answer a call for help
 * @param board how many orders and clocks a board shows
 * @param sealedEvents a search result with more events is not sealed as evidence
 * @param evidenceLimit largest file that is taken in as evidence
 * @param packagesKept how long a package of evidence waits to be fetched
 * @param packages how many wait at once
 */
public record IncidentSettings(
    @DefaultValue("ca-tinh") String coordinator,
    @DefaultValue("30m") Duration acknowledgeWithin,
    @DefaultValue("1h") Duration escalateEvery,
    @DefaultValue("2h") Duration helpWithin,
    @DefaultValue("500") int board,
    @DefaultValue("100000") long sealedEvents,
    @DefaultValue("2GB") DataSize evidenceLimit,
    @DefaultValue("30m") Duration packagesKept,
    @DefaultValue("32") int packages) {
  public IncidentSettings {
    if (evidenceLimit.toBytes() < 1 || packagesKept.isNegative() || packages < 1) {
      throw new IllegalArgumentException(
          "lachan.incidents: evidence-limit, packages-kept and packages are positive");
    }
  }
}
