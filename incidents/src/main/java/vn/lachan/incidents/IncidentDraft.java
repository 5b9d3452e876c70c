package vn.lachan.incidents;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An incident while one act changes it; for one thread. */
final class IncidentDraft {
  private final Incident base;
  String title;
  Category category;
  Severity severity;
  IncidentState state;
  @Nullable IncidentState resumeState;
  @Nullable String mergedInto;
  String owner;
  @Nullable Instant occurredAt;
  @Nullable Instant personalDataAt;
  @Nullable Instant beyondAbilityAt;
  @Nullable Instant declaredAt;
  @Nullable Instant closedAt;
  String criterion;
  String summary;
  String rootCause;
  String impact;
  String remedy;
  Tlp tlp;
  Pap pap;
  Set<IncidentFlag> flags;
  List<String> systems;
  List<String> units;
  @Nullable String reviewer;
  Measures measures;

  IncidentDraft(Incident base) {
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
  void apply(IncidentPatch patch, Instant now) {
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

  Incident build() {
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
