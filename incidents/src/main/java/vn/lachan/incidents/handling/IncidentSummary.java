package vn.lachan.incidents.handling;

import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.clock.ReportingClock;

/**
 * An incident in a list.
 *
 * @param alertCount rows of the alert queue that belong to it and that the reader may see
 * @param taskOpen tasks not finished that the reader may see
 * @param nextClock the duty that is due next; null when none runs
 */
public record IncidentSummary(
    Incident incident, int alertCount, int taskOpen, @Nullable ReportingClock nextClock) {}
