package vn.lachan.incidents;

import java.time.Instant;

/** Something somebody wrote about an incident; never changed or removed. */
public record IncidentNote(String id, Instant at, String author, String text) {}
