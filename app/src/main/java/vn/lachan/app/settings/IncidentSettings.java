package vn.lachan.app.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Incidents and their coordination.
 *
 * @param coordinator code of the unit that coordinates: calls for help go there
 * @param acknowledgeWithin until when an order must be acknowledged, unless it says otherwise
 * @param escalateEvery after this time without an answer the next unit above is told
 * @param helpWithin until when the coordinator must answer a call for help
 * @param board how many orders and clocks a board shows
 * @param sealedEvents a search result with more events is not sealed as evidence
 */
public record IncidentSettings(
    @DefaultValue("ca-tinh") String coordinator,
    @DefaultValue("30m") Duration acknowledgeWithin,
    @DefaultValue("1h") Duration escalateEvery,
    @DefaultValue("2h") Duration helpWithin,
    @DefaultValue("500") int board,
    @DefaultValue("100000") long sealedEvents) {}
