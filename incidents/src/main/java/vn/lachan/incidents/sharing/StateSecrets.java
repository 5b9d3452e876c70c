package vn.lachan.incidents.sharing;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.PaperReference;
import vn.lachan.incidents.StateSecret;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.Sha256;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/**
 * Incidents that touch state secrets. From the moment one is flagged, only that fact and the number
 * of a paper document are kept: no text, file or evidence is taken, nothing is exported, mailed or
 * given to playbooks. What was written before is named to whoever sets the flag, and then taken out
 * of every screen, list and search and sealed in one row, until the coordinator lifts the flag or
 * destroys it. Safe for several threads and processes.
 *
 * <p>Not undone by it: the audit trail, the event store, issued reports, records of playbook runs,
 * backups and the content of evidence files; {@link #contents} names them, so that the competent
 * body can deal with them.
 */
public final class StateSecrets {
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;

  public StateSecrets(DataSource dataSource, AuditTrail audit, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What an incident already holds.
   *
   * @param items one line each
   * @param seen to be given back when the flag is set: shows that just this was seen
   */
  public record Contents(List<String> items, String seen) {
    public Contents {
      items = List.copyOf(items);
    }
  }

  /** What is there already, to be shown before the flag is set. */
  public Contents contents(OrganizationScope scope, String incidentId) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, incidentId);
      return held(handle, incidentId);
    });
  }

  private static Contents held(Handle handle, String incidentId) {
    List<String> items = SealedTexts.named(handle, incidentId);
    return new Contents(
        items, Sha256.hex(String.join("\n", items).getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Flags an incident and seals what it held.
   *
   * @param seen of the {@link Contents} that were shown
   * @throws InvalidRequestException when something was added since, or it is flagged already
   */
  public void declare(Officer by, String incidentId, PaperReference reference, String seen) {
    transactions.write(handle -> {
      Instant now = now();
      Incident before = IncidentRows.lock(handle, by.scope(), incidentId);
      if (before.stateSecret() != null) {
        throw new InvalidRequestException("id", "Sự cố này đã có cờ bí mật nhà nước.");
      }
      if (!held(handle, incidentId).seen().equals(seen)) {
        throw new InvalidRequestException(
            "seen", "Nội dung sự cố đã đổi từ lúc xem; xem lại danh sách rồi xác nhận.");
      }
      int sealed = SealedTexts.seal(handle, incidentId, by.id(), now);
      flag(handle, incidentId, reference.text(), now, by.id());
      remember(handle, by, incidentId, now, "", reference.text());
      say(
          handle,
          by,
          incidentId,
          now,
          "Đánh dấu liên quan bí mật nhà nước, văn bản số " + reference.text());
      append(
          by,
          "incident.secret.declare",
          before,
          Map.of("reference", reference.text(), "sealed", String.valueOf(sealed)));
      return sealed;
    });
  }

  /**
   * Takes the flag away again; what was sealed comes back, unless it was destroyed.
   *
   * @throws NotAllowedException when {@code by} does not coordinate
   */
  public void lift(Officer by, String incidentId, PaperReference reference) {
    requireCoordinator(by);
    transactions.write(handle -> {
      Instant now = now();
      Flagged before = flagged(handle, by, incidentId);
      SealedTexts.restore(handle, incidentId);
      flag(handle, incidentId, null, null, null);
      remember(handle, by, incidentId, now, before.reference(), "");
      say(handle, by, incidentId, now, "Gỡ cờ bí mật nhà nước theo văn bản số " + reference.text());
      append(by, "incident.secret.lift", before.incident(), Map.of("reference", reference.text()));
      return incidentId;
    });
  }

  /**
   * Destroys what was sealed, for ever.
   *
   * @param minutes number of the paper minutes of the destruction
   * @throws NotAllowedException when {@code by} does not coordinate
   */
  public void destroy(Officer by, String incidentId, PaperReference minutes) {
    requireCoordinator(by);
    transactions.write(handle -> {
      Flagged before = flagged(handle, by, incidentId);
      int gone = SealedTexts.destroy(handle, incidentId);
      say(
          handle,
          by,
          incidentId,
          now(),
          "Đã hủy nội dung niêm phong theo biên bản số " + minutes.text());
      append(
          by,
          "incident.secret.destroy",
          before.incident(),
          Map.of("minutes", minutes.text(), "sealed", String.valueOf(gone)));
      return gone;
    });
  }

  private record Flagged(Incident incident, String reference) {}

  private static Flagged flagged(Handle handle, Officer by, String incidentId) {
    Incident incident = IncidentRows.lock(handle, by.scope(), incidentId);
    StateSecret secret = incident.stateSecret();
    if (secret == null) {
      throw new InvalidRequestException("id", "Sự cố này không có cờ bí mật nhà nước.");
    }
    return new Flagged(incident, secret.reference().text());
  }

  private static void flag(
      Handle handle,
      String id,
      @Nullable String reference,
      @Nullable Instant at,
      @Nullable String by) {
    handle
        .createUpdate(
            "update incident set secret_reference = :reference, secret_at = :at,"
                + " secret_by = :by, version = version + 1 where id = :id")
        .bind("reference", reference)
        .bindByType("at", at, Instant.class)
        .bind("by", by)
        .bind("id", id)
        .execute();
  }

  private static void remember(
      Handle handle, Officer by, String id, Instant now, String from, String to) {
    IncidentRows.remember(
        handle, id, new IncidentChange(now, by.id(), "stateSecret", from, to, ""));
  }

  private static void say(Handle handle, Officer by, String id, Instant now, String text) {
    TimelineRows.responder(handle, id, now, "SECRET", by.id(), text, List.of());
  }

  private static void requireCoordinator(Officer by) {
    if (!by.coordinates()) {
      throw new NotAllowedException(
          "Chỉ điều phối viên được gỡ cờ bí mật nhà nước hoặc hủy nội dung niêm phong.");
    }
  }

  private void append(Officer by, String action, Incident incident, Map<String, String> detail) {
    audit.append(
        new AuditEntry(
            by.actor(),
            action,
            "incident:" + incident.id(),
            incident.organization(),
            new LinkedHashMap<>(detail)));
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }
}
