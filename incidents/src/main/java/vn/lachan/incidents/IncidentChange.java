package vn.lachan.incidents;

import java.time.Instant;

/** One changed field or entered state of an incident, with both values; never changed itself. */
public record IncidentChange(
    Instant at, String actor, String field, String from, String to, String reason) {}
