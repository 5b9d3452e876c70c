package vn.lachan.incidents.clock;

import vn.lachan.incidents.Incident;

/** A reporting duty that is not done yet, and the incident it belongs to. */
public record RunningClock(Incident incident, ReportingClock clock) {}
