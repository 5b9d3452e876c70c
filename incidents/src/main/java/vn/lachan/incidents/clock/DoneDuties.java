package vn.lachan.incidents.clock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/** Marks reporting duties as done: by the word of a person, or by a form that was issued. */
public final class DoneDuties {
  private final ClockRows clocks;
  private final AuditTrail audit;

  public DoneDuties(ClockRows clocks, AuditTrail audit) {
    this.clocks = clocks;
    this.audit = audit;
  }

  /**
   * How it was done.
   *
   * @param document id of the issued report; empty when there is none in the platform
   */
  public record Word(Instant at, String by, String document, String note) {}

  /**
   * Marks a duty as done by the word of a person.
   *
   * @throws NotFoundException when that clock does not run for this incident
   * @throws IllegalTransitionException when it is done already
   */
  public void done(
      Handle handle, Officer by, Incident incident, String clockId, Word word, Instant now) {
    ReportingClock running =
        clocks.of(handle, incident, now).stream()
            .filter(found -> found.id().equals(clockId))
            .findFirst()
            .orElseThrow(() -> new NotFoundException("clock", clockId));
    if (running.isDone()) {
      throw new IllegalTransitionException(
          "clock " + clockId, running.state(), ReportingClock.State.DONE);
    }
    mark(handle, by, incident, running, word, now);
  }

  public List<String> answered(
      Handle handle, Officer by, Incident incident, IssuedForm form, Instant now) {
    Word word = new Word(Transactions.stored(form.at()), by.id(), form.document(), form.note());
    List<String> marked = new ArrayList<>();
    for (ReportingClock running : clocks.of(handle, incident, now)) {
      if (!running.isDone() && form.answers(running)) {
        mark(handle, by, incident, running, word, now);
        marked.add(running.id());
      }
    }
    return marked;
  }

  private void mark(
      Handle handle,
      Officer by,
      Incident incident,
      ReportingClock running,
      Word word,
      Instant now) {
    String id = running.id();
    clocks.done(handle, incident.id(), id, word);
    IncidentRows.remember(
        handle,
        incident.id(),
        new IncidentChange(
            now, by.id(), "clock:" + id + ":done", "", word.at().toString(), word.note()));
    TimelineRows.responder(
        handle,
        incident.id(),
        word.at(),
        "CLOCK",
        by.id(),
        "Đã thực hiện “" + running.name() + "”: " + word.note(),
        word.document().isEmpty()
            ? List.of("clock:" + id)
            : List.of("clock:" + id, "report:" + word.document()));
    audit.append(
        new AuditEntry(
            by.actor(),
            "incident.clock_done",
            "incident:" + incident.id(),
            incident.organization(),
            Map.of("clock", id, "note", word.note(), "document", word.document())));
  }
}
