package vn.lachan.incidents.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentFlag;
import vn.lachan.incidents.IncidentPatch;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.Measures;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.Tlp;

/** An incident while one act changes it; for one thread. */
public final class IncidentDraft {
  private final Incident base;
  private String title;
  private Category category;
  private Severity severity;
  private IncidentState state;
  private @Nullable IncidentState resumeState;
  private @Nullable String mergedInto;
  private String owner;
  private @Nullable Instant occurredAt;
  private @Nullable Instant personalDataAt;
  private @Nullable Instant beyondAbilityAt;
  private @Nullable Instant declaredAt;
  private @Nullable Instant closedAt;
  private String criterion;
  private String summary;
  private String rootCause;
  private String impact;
  private String remedy;
  private Tlp tlp;
  private Pap pap;
  private Set<IncidentFlag> flags;
  private List<String> systems;
  private List<String> units;
  private @Nullable String reviewer;
  private Measures measures;

  public IncidentDraft(Incident base) {
    this.base = base;
    this.title = base.title();
    this.category = base.category();
    this.severity = base.severity();
    this.state = base.state();
    this.resumeState = base.resumeState();
    this.mergedInto = base.mergedInto();
    this.owner = base.owner();
    this.occurredAt = base.occurredAt();
    this.personalDataAt = base.personalDataAt();
    this.beyondAbilityAt = base.beyondAbilityAt();
    this.declaredAt = base.declaredAt();
    this.closedAt = base.closedAt();
    this.criterion = base.criterion();
    this.summary = base.summary();
    this.rootCause = base.rootCause();
    this.impact = base.impact();
    this.remedy = base.remedy();
    this.tlp = base.tlp();
    this.pap = base.pap();
    this.flags = base.flags();
    this.systems = base.systems();
    this.units = base.units();
    this.reviewer = base.reviewer();
    this.measures = base.measures();
  }

  /** Takes over what {@code patch} names. */
  public void apply(IncidentPatch patch, Instant now) {
    title = patch.title() == null ? title : patch.title();
    summary = patch.summary() == null ? summary : patch.summary();
    severity = patch.severity() == null ? severity : patch.severity();
    category = patch.category() == null ? category : patch.category();
    owner = patch.owner() == null ? owner : patch.owner();
    rootCause = patch.rootCause() == null ? rootCause : patch.rootCause();
    impact = patch.impact() == null ? impact : patch.impact();
    remedy = patch.remedy() == null ? remedy : patch.remedy();
    Instant occurred = patch.occurredAt();
    occurredAt = occurred == null ? occurredAt : Transactions.stored(occurred);
    Instant personal = patch.personalDataAt();
    personalDataAt = personal == null ? personalDataAt : Transactions.stored(personal);
    flags = patch.flags() == null ? flags : Set.copyOf(patch.flags());
    systems = patch.systems() == null ? systems : List.copyOf(patch.systems());
    units = patch.units() == null ? units : patch.units().stream().distinct().sorted().toList();
    if (beyondAbilityAt == null && flags.contains(IncidentFlag.VUOT_KHA_NANG)) {
      beyondAbilityAt = now;
    }
  }

  public IncidentDraft state(IncidentState next) {
    state = next;
    return this;
  }

  /** The state to go back to when what was waited for has come. */
  public IncidentDraft resumeState(@Nullable IncidentState next) {
    resumeState = next;
    return this;
  }

  public IncidentDraft mergedInto(@Nullable String incidentId) {
    mergedInto = incidentId;
    return this;
  }

  public IncidentDraft declared(Instant at, String why) {
    declaredAt = at;
    criterion = why;
    return this;
  }

  /** When it was closed; null when it is open again. */
  public IncidentDraft closedAt(@Nullable Instant at) {
    closedAt = at;
    return this;
  }

  public IncidentDraft reviewer(@Nullable String officerId) {
    reviewer = officerId;
    return this;
  }

  public IncidentDraft marking(Marking next) {
    tlp = next.tlp();
    pap = next.pap();
    return this;
  }

  public IncidentDraft units(List<String> next) {
    units = next;
    return this;
  }

  public IncidentDraft measures(Measures next) {
    measures = next;
    return this;
  }

  public Incident build() {
    return new Incident(
        base.id(),
        title,
        category,
        severity,
        state,
        resumeState,
        mergedInto,
        owner,
        base.organization(),
        base.detectedAt(),
        base.createdAt(),
        occurredAt,
        personalDataAt,
        beyondAbilityAt,
        declaredAt,
        closedAt,
        criterion,
        summary,
        rootCause,
        impact,
        remedy,
        tlp,
        pap,
        base.stateSecret(),
        base.legalProfile(),
        flags,
        systems,
        units,
        reviewer,
        measures,
        base.version());
  }
}
