package vn.lachan.incidents;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A case. Changed only through {@link vn.lachan.incidents.handling.Incidents}.
 *
 * @param id {@code SC-YYYY-nnn}, year in Vietnam's time
 * @param resumeState where it goes back to when it waits for others; null otherwise
 * @param mergedInto the incident it was merged into; null otherwise
 * @param owner account of who is in charge
 * @param organization code of the unit it belongs to, empty for the province
 * @param detectedAt first T0: when it was detected; the clocks of the incident start here
 * @param occurredAt when it really began, as far as known
 * @param personalDataAt second T0: when there was reasonable ground that personal data is affected
 * @param beyondAbilityAt when it was found to be beyond the unit's ability
 * @param criterion which criterion was met when it was declared
 * @param systems codes of the information systems affected
 * @param units codes of the units affected or called in; they see it
 * @param stateSecret set when it touches state secrets; then nothing else is written or leaves
 * @param legalProfile id of the profile in force when it was detected
 * @param version grows with every change
 */
public record Incident(
    String id,
    String title,
    Category category,
    Severity severity,
    IncidentState state,
    @Nullable IncidentState resumeState,
    @Nullable String mergedInto,
    String owner,
    String organization,
    Instant detectedAt,
    Instant createdAt,
    @Nullable Instant occurredAt,
    @Nullable Instant personalDataAt,
    @Nullable Instant beyondAbilityAt,
    @Nullable Instant declaredAt,
    @Nullable Instant closedAt,
    String criterion,
    String summary,
    String rootCause,
    String impact,
    String remedy,
    Tlp tlp,
    Pap pap,
    @Nullable StateSecret stateSecret,
    String legalProfile,
    Set<IncidentFlag> flags,
    List<String> systems,
    List<String> units,
    @Nullable String reviewer,
    Measures measures,
    long version) {

  public Incident {
    flags = Set.copyOf(flags);
    systems = List.copyOf(systems);
    units = List.copyOf(units);
  }

  /** With whom it may be shared and what may be done with it. */
  public Marking marking() {
    return new Marking(tlp, pap);
  }

  /** Whether personal data is affected, as far as known. */
  public boolean personalData() {
    return personalDataAt != null;
  }
}
