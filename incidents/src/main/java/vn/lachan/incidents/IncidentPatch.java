package vn.lachan.incidents;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields of an incident to change; null leaves one as it is. Labels are changed by {@link
 * vn.lachan.incidents.sharing.Labels}.
 *
 * @param expectedVersion the version the change was based on; null when it does not matter
 */
public record IncidentPatch(
    @Nullable String title,
    @Nullable String summary,
    @Nullable Severity severity,
    @Nullable Category category,
    @Nullable String owner,
    @Nullable String rootCause,
    @Nullable String impact,
    @Nullable String remedy,
    @Nullable Instant occurredAt,
    @Nullable Instant personalDataAt,
    @Nullable Set<IncidentFlag> flags,
    @Nullable List<String> systems,
    @Nullable List<String> units,
    @Nullable Long expectedVersion) {

  /** Changes nothing; for use with the methods below. */
  public static final IncidentPatch NOTHING =
      new IncidentPatch(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** Whether it would put a text of a person where {@code before} has another one. */
  public boolean writesOver(Incident before) {
    return differs(title, before.title())
        || differs(summary, before.summary())
        || differs(rootCause, before.rootCause())
        || differs(impact, before.impact())
        || differs(remedy, before.remedy());
  }

  private static boolean differs(@Nullable String next, String before) {
    return next != null && !next.isBlank() && !next.equals(before);
  }

  public IncidentPatch withSeverity(Severity value) {
    return new IncidentPatch(
        title,
        summary,
        value,
        category,
        owner,
        rootCause,
        impact,
        remedy,
        occurredAt,
        personalDataAt,
        flags,
        systems,
        units,
        expectedVersion);
  }

  public IncidentPatch withRootCause(String value) {
    return new IncidentPatch(
        title,
        summary,
        severity,
        category,
        owner,
        value,
        impact,
        remedy,
        occurredAt,
        personalDataAt,
        flags,
        systems,
        units,
        expectedVersion);
  }

  public IncidentPatch withPersonalDataAt(Instant value) {
    return new IncidentPatch(
        title,
        summary,
        severity,
        category,
        owner,
        rootCause,
        impact,
        remedy,
        occurredAt,
        value,
        flags,
        systems,
        units,
        expectedVersion);
  }

  public IncidentPatch withFlags(Set<IncidentFlag> value) {
    return new IncidentPatch(
        title,
        summary,
        severity,
        category,
        owner,
        rootCause,
        impact,
        remedy,
        occurredAt,
        personalDataAt,
        value,
        systems,
        units,
        expectedVersion);
  }

  public IncidentPatch withUnits(List<String> value) {
    return new IncidentPatch(
        title,
        summary,
        severity,
        category,
        owner,
        rootCause,
        impact,
        remedy,
        occurredAt,
        personalDataAt,
        flags,
        systems,
        value,
        expectedVersion);
  }

  public IncidentPatch basedOn(long version) {
    return new IncidentPatch(
        title,
        summary,
        severity,
        category,
        owner,
        rootCause,
        impact,
        remedy,
        occurredAt,
        personalDataAt,
        flags,
        systems,
        units,
        version);
  }
}
