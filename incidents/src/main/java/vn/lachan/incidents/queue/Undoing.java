package vn.lachan.incidents.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.measure.IncidentTimes;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.TimelineRows;

/** Takes acts on rows of the queue back, and what they did to incidents. */
final class Undoing {
  private final AuditTrail audit;

  Undoing(AuditTrail audit) {
    this.audit = audit;
  }

  Undone undo(Handle handle, Officer by, String token, Instant now) {
    List<String> touched = HistoryRows.touched(handle, token, by.id());
    if (touched.isEmpty()) {
      throw new NotFoundException("act", token);
    }
    List<QueuedAlert> rows = AlertRows.lock(handle, by.scope(), touched);
    // Read under the locks: nobody acts in between.
    Map<String, ActsOfRow> acts = HistoryRows.of(handle, touched);
    String action =
        Objects.requireNonNull(acts.get(touched.getFirst())).find(token).orElseThrow().action();
    List<AlertRows.Move> moves = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (QueuedAlert row : rows) {
      Optional<Handling> before =
          Objects.requireNonNull(acts.get(row.id())).without(token, row.handling());
      before.ifPresentOrElse(
          handling -> moves.add(new AlertRows.Move(row, handling)), () -> left.add(row.id()));
    }
    String again = UUID.randomUUID().toString();
    if (!moves.isEmpty()) {
      putBack(handle, by, moves, action, token, again, now);
    }
    return new Undone(moves.stream().map(move -> move.item().id()).toList(), left, again);
  }

  private void putBack(
      Handle handle,
      Officer by,
      List<AlertRows.Move> moves,
      String action,
      String token,
      String again,
      Instant now) {
    TreeSet<String> incidents = new TreeSet<>();
    moves.stream().filter(IncidentLinks::isElsewhere).forEach(move -> incidents.addAll(ends(move)));
    incidents.forEach(id -> lockOpen(handle, id));
    AlertRows.putBack(handle, moves, by.id(), again, token, now);
    for (AlertRows.Move move : moves) {
      if (IncidentLinks.isElsewhere(move)) {
        IncidentLinks.follow(handle, move, by.id(), now);
        tell(handle, by, move, now);
      }
    }
    incidents.forEach(id -> IncidentTimes.remeasure(handle, id, by.id(), now));
    List<QueuedAlert> rows = moves.stream().map(AlertRows.Move::item).toList();
    audit.append(JdbcAlertQueue.entry(by, "alert.undo", rows, action));
  }

  /** What is closed says what it held then; it neither loses nor gains a row. */
  private static void lockOpen(Handle handle, String id) {
    Incident incident = IncidentRows.lock(handle, OrganizationScope.PROVINCE, id);
    if (incident.state().isClosed()) {
      throw new IllegalTransitionException("incident " + id, incident.state(), incident.state());
    }
  }

  private static List<String> ends(AlertRows.Move move) {
    List<String> ends = new ArrayList<>();
    String from = move.item().incidentId();
    String to = move.next().incidentId();
    if (from != null) {
      ends.add(from);
    }
    if (to != null) {
      ends.add(to);
    }
    return ends;
  }

  private static void tell(Handle handle, Officer by, AlertRows.Move move, Instant now) {
    String from = move.item().incidentId();
    String to = move.next().incidentId();
    if (from != null) {
      String text = "Hoàn tác: một cảnh báo rời sự cố này" + (to == null ? "" : ", về lại " + to);
      timeline(handle, by, move, from, text, now);
    }
    if (to != null) {
      String text =
          "Hoàn tác: một cảnh báo về lại sự cố này" + (from == null ? "" : ", từ " + from);
      timeline(handle, by, move, to, text, now);
    }
  }

  private static void timeline(
      Handle handle, Officer by, AlertRows.Move move, String incident, String text, Instant now) {
    List<String> refs = List.of("alert:" + move.item().id());
    TimelineRows.responder(handle, incident, now, "CHANGE", by.id(), text, refs);
  }
}
