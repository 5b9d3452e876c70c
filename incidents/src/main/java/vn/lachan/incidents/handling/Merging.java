package vn.lachan.incidents.handling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.queue.AlertRows;
import vn.lachan.incidents.queue.IncidentLinks;
import vn.lachan.incidents.queue.QueuedAlert;
import vn.lachan.incidents.store.IncidentDraft;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.ScopedWhere;
import vn.lachan.incidents.store.TimelineRows;

/**
 * Makes one incident of two, and two again.
 *
 * <p>The one that is merged stays as it is and points to the other, which takes its alerts and
 * units. What the merge moved is known by its instant, so that it can be taken back as long as
 * nobody moved it further.
 */
final class Merging {

  /** When and from which state an incident was merged. */
  private record Merge(Instant at, IncidentState before) {}

  /** Gives the alerts and units of {@code from} to {@code into}. */
  static void merge(Handle handle, Officer by, Incident from, Incident into, Instant now) {
    for (QueuedAlert row : IncidentLinks.alerts(handle, OrganizationScope.PROVINCE, from.id())) {
      IncidentLinks.end(handle, row.id(), now);
      StateMoves.link(handle, into.id(), row, by, now);
      AlertRows.follow(handle, row.id(), into.id());
    }
    IncidentRows.addUnits(handle, into.id(), from.units());
    Marking marking = into.marking().tightest(from.marking());
    if (!marking.equals(into.marking())) {
      IncidentDraft draft = new IncidentDraft(into);
      draft.marking(marking);
      draft.units(IncidentRows.require(handle, OrganizationScope.PROVINCE, into.id()).units());
      Incident marked = draft.build();
      IncidentRows.update(handle, into, marked);
      IncidentRows.remember(
          handle,
          into.id(),
          new IncidentChange(
              now, by.id(), "marking", into.marking().label(), marking.label(), from.id()));
    }
    Set<String> units = new TreeSet<>(into.units());
    if (units.addAll(from.units())) {
      IncidentRows.remember(
          handle,
          into.id(),
          new IncidentChange(now, by.id(), "units", text(into.units()), text(units), from.id()));
    }
    TimelineRows.responder(
        handle,
        into.id(),
        now,
        "STATE",
        by.id(),
        "Gộp sự cố " + from.id() + " vào sự cố này",
        List.of("incident:" + from.id()));
  }

  /** Takes back a merge; returns the incident as it is on its own again. */
  static Incident split(
      Handle handle, Officer by, Incident merged, Incident from, String reason, Instant now) {
    Merge merge = last(handle, merged.id());
    for (QueuedAlert row : moved(handle, merged.id(), from.id(), merge.at())) {
      IncidentLinks.end(handle, row.id(), now);
      IncidentLinks.begin(handle, merged.id(), row.id(), by.id(), now);
      AlertRows.follow(handle, row.id(), merged.id());
    }
    takeUnits(handle, by, merged, from, merge.at(), now);
    IncidentDraft draft = new IncidentDraft(merged);
    draft.state(merge.before()).mergedInto(null);
    Incident after = draft.build();
    IncidentRows.update(handle, merged, after);
    IncidentRows.remember(
        handle,
        merged.id(),
        new IncidentChange(
            now, by.id(), "state", IncidentState.GOP_VAO.name(), after.state().name(), reason));
    TimelineRows.responder(
        handle,
        merged.id(),
        now,
        "STATE",
        by.id(),
        "Tách khỏi sự cố " + from.id() + ": " + reason,
        List.of("incident:" + from.id()));
    TimelineRows.responder(
        handle,
        from.id(),
        now,
        "STATE",
        by.id(),
        "Tách sự cố " + merged.id() + " ra: " + reason,
        List.of("incident:" + merged.id()));
    return after;
  }

  private static Merge last(Handle handle, String id) {
    IncidentChange entered =
        IncidentRows.changes(handle, id).reversed().stream()
            .filter(change -> change.field().equals("state"))
            .filter(change -> change.to().equals(IncidentState.GOP_VAO.name()))
            .findFirst()
            .orElseThrow(() -> new NotFoundException("merge", id));
    return new Merge(entered.at(), IncidentState.valueOf(entered.from()));
  }

  /** Rows that the merge at {@code at} moved and nobody moved since. */
  private static List<QueuedAlert> moved(Handle handle, String from, String into, Instant at) {
    ScopedWhere where =
        ScopedWhere.alerts(OrganizationScope.PROVINCE, "i")
            .and(
                "exists (select 1 from incident_alert l where l.item_id = i.id and"
                    + " l.incident_id = :from and l.valid_to = :at)")
            .and(
                "exists (select 1 from incident_alert l where l.item_id = i.id and"
                    + " l.incident_id = :into and l.valid_from = :at and l.valid_to is null)")
            .value("from", from)
            .value("into", into)
            .value("at", at);
    return AlertRows.select(handle, where, "order by i.id for update");
  }

  /** Units that only the merge brought leave again, unless they have other alerts there. */
  private static void takeUnits(
      Handle handle, Officer by, Incident merged, Incident from, Instant at, Instant now) {
    Set<String> brought = new TreeSet<>();
    for (IncidentChange change : IncidentRows.changes(handle, from.id())) {
      if (change.field().equals("units")
          && change.at().equals(at)
          && change.reason().equals(merged.id())) {
        brought.addAll(List.of(change.to().split(" ")));
        brought.removeAll(List.of(change.from().split(" ")));
      }
    }
    IncidentLinks.alerts(handle, OrganizationScope.PROVINCE, from.id())
        .forEach(row -> brought.remove(row.organization()));
    List<String> left = new ArrayList<>(from.units());
    if (left.removeAll(brought)) {
      IncidentDraft draft = new IncidentDraft(from);
      draft.units(left);
      Incident after = draft.build();
      IncidentRows.update(handle, from, after);
      IncidentRows.remember(
          handle,
          from.id(),
          new IncidentChange(now, by.id(), "units", text(from.units()), text(left), merged.id()));
    }
  }

  static String target(Incident merged) {
    return Objects.requireNonNull(merged.mergedInto(), "a merged incident names the other");
  }

  private static String text(Iterable<String> units) {
    return String.join(" ", units);
  }

  private Merging() {}
}
