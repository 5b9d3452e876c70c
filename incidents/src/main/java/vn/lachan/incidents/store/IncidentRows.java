package vn.lachan.incidents.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.IncidentFlag;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.Measures;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.PaperReference;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.StateSecret;
import vn.lachan.incidents.Tlp;

/** Rows of incident, incident_unit, incident_change and incident_number. */
public final class IncidentRows {
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  /** The next {@code SC-YYYY-nnn}; two transactions never get the same, none is left out. */
  public static String nextId(Handle handle, Instant now) {
    int year = now.atZone(VIETNAM).getYear();
    int updated =
        handle
            .createUpdate("update incident_number set used = used + 1 where in_year = :year")
            .bind("year", year)
            .execute();
    if (updated == 0) {
      handle
          .createUpdate("insert into incident_number (in_year, used) values (:year, 1)")
          .bind("year", year)
          .execute();
    }
    int number =
        handle
            .createQuery("select used from incident_number where in_year = :year")
            .bind("year", year)
            .mapTo(Integer.class)
            .one();
    return "SC-%d-%03d".formatted(year, number);
  }

  public static Optional<Incident> find(Handle handle, OrganizationScope scope, String id) {
    ScopedWhere where = ScopedWhere.incidents(scope, "i").and("i.id = :id").value("id", id);
    return select(handle, where, "").stream().findFirst();
  }

  public static Incident require(Handle handle, OrganizationScope scope, String id) {
    return find(handle, scope, id).orElseThrow(() -> new NotFoundException("incident", id));
  }

  /** As {@link #require}, and nobody else changes it before this transaction ends. */
  public static Incident lock(Handle handle, OrganizationScope scope, String id) {
    ScopedWhere where = ScopedWhere.incidents(scope, "i").and("i.id = :id").value("id", id);
    return select(handle, where, "for update").stream()
        .findFirst()
        .orElseThrow(() -> new NotFoundException("incident", id));
  }

  public static List<Incident> select(Handle handle, ScopedWhere where, String rest) {
    record Row(Incident bare) {}
    List<Row> rows =
        where
            .bind(handle.createQuery("select i.* from incident i" + where.sql() + rest))
            .map((row, _) -> new Row(incident(row, List.of())))
            .list();
    Map<String, List<String>> units =
        units(handle, rows.stream().map(row -> row.bare().id()).toList());
    return rows.stream()
        .map(row -> withUnits(row.bare(), units.getOrDefault(row.bare().id(), List.of())))
        .toList();
  }

  private static Map<String, List<String>> units(Handle handle, List<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return handle
        .createQuery(
            "select incident_id, unit from incident_unit where incident_id in (<ids>)"
                + " order by unit")
        .bindList("ids", ids)
        .map((row, _) -> Map.entry(row.getString("incident_id"), row.getString("unit")))
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static Incident incident(ResultSet row, List<String> units) throws SQLException {
    String resume = row.getString("resume_state");
    Set<IncidentFlag> flags =
        Json.list(row.getString("flags")).stream()
            .map(IncidentFlag::valueOf)
            .collect(Collectors.toSet());
    return new Incident(
        row.getString("id"),
        row.getString("title"),
        Category.valueOf(row.getString("category")),
        Severity.valueOf(row.getString("severity")),
        IncidentState.valueOf(row.getString("state")),
        resume == null ? null : IncidentState.valueOf(resume),
        row.getString("merged_into"),
        row.getString("owner"),
        row.getString("organization"),
        Columns.time(row, "detected_at"),
        Columns.time(row, "created_at"),
        Columns.timeOrNull(row, "occurred_at"),
        Columns.timeOrNull(row, "personal_data_at"),
        Columns.timeOrNull(row, "beyond_at"),
        Columns.timeOrNull(row, "declared_at"),
        Columns.timeOrNull(row, "closed_at"),
        row.getString("criterion"),
        row.getString("summary"),
        row.getString("root_cause"),
        row.getString("impact"),
        row.getString("remedy"),
        Tlp.valueOf(row.getString("tlp")),
        Pap.valueOf(row.getString("pap")),
        secret(row),
        row.getString("legal_profile"),
        flags,
        Json.list(row.getString("systems")),
        units,
        row.getString("reviewer"),
        new Measures(
            Columns.longOrNull(row, "ttd"),
            Columns.longOrNull(row, "tta"),
            Columns.longOrNull(row, "ttc"),
            Columns.longOrNull(row, "ttr")),
        row.getLong("version"));
  }

  private static @Nullable StateSecret secret(ResultSet row) throws SQLException {
    String reference = row.getString("secret_reference");
    return reference == null
        ? null
        : new StateSecret(
            new PaperReference(reference),
            Columns.time(row, "secret_at"),
            row.getString("secret_by"));
  }

  private static Incident withUnits(Incident bare, List<String> units) {
    IncidentDraft draft = new IncidentDraft(bare);
    draft.units(units);
    return draft.build();
  }

  public static void insert(Handle handle, Incident incident) {
    bind(
            handle.createUpdate(
                """
                insert into incident (id, title, category, severity, state, resume_state,
                  merged_into, owner, organization, detected_at, created_at, occurred_at,
                  personal_data_at, beyond_at, declared_at, closed_at, criterion, summary,
                  root_cause, impact, remedy, tlp, pap, legal_profile, flags, systems, reviewer, ttd,
                  tta, ttc, ttr, search_text, version)
                values (:id, :title, :category, :severity, :state, :resume, :merged, :owner,
                  :organization, :detected, :created, :occurred, :personal, :beyond, :declared,
                  :closed, :criterion, :summary, :root, :impact, :remedy, :tlp, :pap, :profile, :flags,
                  :systems, :reviewer, :ttd, :tta, :ttc, :ttr, :search, 1)
                """),
            incident)
        .bind("organization", incident.organization())
        .bind("created", incident.createdAt())
        .bind("profile", incident.legalProfile())
        .execute();
    addUnits(handle, incident.id(), incident.units());
  }

  /** Writes what differs; the version grows by one. */
  public static void update(Handle handle, Incident before, Incident after) {
    bind(
            handle.createUpdate(
                """
                update incident set title = :title, category = :category, severity = :severity,
                  state = :state, resume_state = :resume, merged_into = :merged, owner = :owner,
                  detected_at = :detected, occurred_at = :occurred, personal_data_at = :personal,
                  beyond_at = :beyond, declared_at = :declared, closed_at = :closed,
                  criterion = :criterion, summary = :summary, root_cause = :root,
                  impact = :impact, remedy = :remedy, tlp = :tlp, pap = :pap, flags = :flags,
                  systems = :systems, reviewer = :reviewer, ttd = :ttd, tta = :tta, ttc = :ttc,
                  ttr = :ttr, search_text = :search, version = version + 1
                where id = :id
                """),
            after)
        .execute();
    if (!before.units().equals(after.units())) {
      handle
          .createUpdate("delete from incident_unit where incident_id = :id")
          .bind("id", after.id())
          .execute();
      addUnits(handle, after.id(), after.units());
    }
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Incident incident) {
    IncidentState resume = incident.resumeState();
    return statement
        .bind("id", incident.id())
        .bind("title", incident.title())
        .bind("category", incident.category().name())
        .bind("severity", incident.severity().name())
        .bind("state", incident.state().name())
        .bind("resume", resume == null ? null : resume.name())
        .bind("merged", incident.mergedInto())
        .bind("owner", incident.owner())
        .bind("detected", incident.detectedAt())
        .bindByType("occurred", incident.occurredAt(), Instant.class)
        .bindByType("personal", incident.personalDataAt(), Instant.class)
        .bindByType("beyond", incident.beyondAbilityAt(), Instant.class)
        .bindByType("declared", incident.declaredAt(), Instant.class)
        .bindByType("closed", incident.closedAt(), Instant.class)
        .bind("criterion", incident.criterion())
        .bind("summary", incident.summary())
        .bind("root", incident.rootCause())
        .bind("impact", incident.impact())
        .bind("remedy", incident.remedy())
        .bind("tlp", incident.tlp().name())
        .bind("pap", incident.pap().name())
        .bind("flags", Json.write(new TreeSet<>(incident.flags())))
        .bind("systems", Json.write(incident.systems()))
        .bind("reviewer", incident.reviewer())
        .bindByType("ttd", incident.measures().ttd(), Long.class)
        .bindByType("tta", incident.measures().tta(), Long.class)
        .bindByType("ttc", incident.measures().ttc(), Long.class)
        .bindByType("ttr", incident.measures().ttr(), Long.class)
        .bind(
            "search",
            Folded.of(String.join(" ", incident.id(), incident.title(), incident.summary())));
  }

  public static void addUnits(Handle handle, String id, Collection<String> units) {
    Set<String> there = new HashSet<>(units(handle, List.of(id)).getOrDefault(id, List.of()));
    for (String unit : units) {
      if (!unit.isEmpty() && there.add(unit)) {
        handle
            .createUpdate("insert into incident_unit (incident_id, unit) values (:id, :unit)")
            .bind("id", id)
            .bind("unit", unit)
            .execute();
      }
    }
  }

  public static void remember(Handle handle, String id, IncidentChange change) {
    handle
        .createUpdate(
            "insert into incident_change (incident_id, done_at, actor, field, old_value, new_value,"
                + " reason) values (:id, :at, :actor, :field, :from, :to, :reason)")
        .bind("id", id)
        .bind("at", change.at())
        .bind("actor", change.actor())
        .bind("field", change.field())
        .bind("from", change.from())
        .bind("to", change.to())
        .bind("reason", change.reason())
        .execute();
  }

  public static List<IncidentChange> changes(Handle handle, String id) {
    return handle
        .createQuery("select * from incident_change where incident_id = :id order by id")
        .bind("id", id)
        .map((row, _) ->
            new IncidentChange(
                Columns.time(row, "done_at"),
                row.getString("actor"),
                row.getString("field"),
                row.getString("old_value"),
                row.getString("new_value"),
                row.getString("reason")))
        .list();
  }

  private IncidentRows() {}
}
