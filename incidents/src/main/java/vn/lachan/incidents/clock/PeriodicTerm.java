package vn.lachan.incidents.clock;

import java.time.Instant;

/**
 * A {@link PeriodicDuty} of one year.
 *
 * @param period what the report is about: {@code 2026} or {@code 2026-H1}
 * @param startsAt since when people are reminded of it
 * @param dueAt when the report has to be there
 */
public record PeriodicTerm(PeriodicDuty duty, String period, Instant startsAt, Instant dueAt) {}
