package vn.lachan.incidents.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/**
 * Evidence of incidents: content in a folder under its digest, custody in the database.
 *
 * <p>Every touch is in the audit trail before its result is given out. Safe for use by several
 * threads. It does not keep an administrator of the machine from deleting files; {@link #verify}
 * says so when it happened.
 */
public final class EvidenceFiles {
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;
  private final EvidenceFolder folder;
  private final long maxBytes;

  /**
   * @param folder made when it is not there
   * @param maxBytes largest file to take
   */
  public EvidenceFiles(
      DataSource dataSource, AuditTrail audit, Clock clock, Path folder, long maxBytes) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
    this.clock = clock;
    this.folder = new EvidenceFolder(folder, maxBytes);
    this.maxBytes = maxBytes;
  }

  /** Largest file that is taken. */
  public long maxBytes() {
    return maxBytes;
  }

  /** Keeps {@code content}; returns only after it would survive a crash of the machine. */
  public Evidence collect(Officer by, String incidentId, NewEvidence wanted, InputStream content) {
    return collect(by, incidentId, wanted, content, () -> null);
  }

  /**
   * @param search asked when {@code content} was read to its end
   */
  Evidence collect(
      Officer by,
      String incidentId,
      NewEvidence wanted,
      InputStream content,
      Supplier<@Nullable SealedSearch> search) {
    Sharing.requireOrdinary(
        audit,
        by,
        transactions.read(handle -> IncidentRows.require(handle, by.scope(), incidentId)));
    EvidenceFolder.Written written;
    try {
      written = folder.write(content);
    } catch (IOException e) {
      throw new EvidenceException("evidence " + wanted.name() + " cannot be written", e);
    }
    Evidence evidence = card(by, incidentId, wanted, written, search.get());
    transactions.write(handle -> {
      Incident incident = IncidentRows.require(handle, by.scope(), incidentId);
      Sharing.requireOrdinary(audit, by, incident);
      EvidenceRows.insert(handle, evidence);
      EvidenceRows.touch(handle, evidence.id(), evidence.custody().getFirst());
      tell(handle, evidence, by, "Thu thập chứng cứ: " + evidence.name());
      audit(by, incident, evidence, evidence.custody().getFirst());
      return evidence;
    });
    return evidence;
  }

  private Evidence card(
      Officer by,
      String incidentId,
      NewEvidence wanted,
      EvidenceFolder.Written written,
      @Nullable SealedSearch search) {
    Instant now = now();
    return new Evidence(
        UUID.randomUUID().toString(),
        incidentId,
        wanted.name(),
        written.size(),
        written.sha256(),
        wanted.mediaType(),
        by.id(),
        now,
        wanted.collectedFrom(),
        wanted.description(),
        search,
        List.of(
            new Evidence.Custody(
                now, by.id(), Evidence.Act.COLLECTED, "", wanted.collectedFrom())));
  }

  /**
   * Records that evidence was given to somebody outside the platform.
   *
   * @param to who received it: name, position, body
   * @param note how, by which minutes
   */
  public void handOver(Officer by, String incidentId, String evidenceId, String to, String note) {
    if (to.isBlank()) {
      throw new InvalidRequestException("to", "Ghi rõ bàn giao cho ai, cơ quan nào.");
    }
    Evidence evidence = find(by.scope(), incidentId, evidenceId);
    transactions.write(handle -> {
      Incident incident = IncidentRows.require(handle, by.scope(), incidentId);
      Sharing.requireOrdinary(audit, by, incident);
      Evidence.Custody act =
          new Evidence.Custody(now(), by.id(), Evidence.Act.HANDED_OVER, to.strip(), note.strip());
      EvidenceRows.touch(handle, evidenceId, act);
      tell(handle, evidence, by, "Bàn giao chứng cứ " + evidence.name() + " cho " + to.strip());
      audit(by, incident, evidence, act);
      return evidence;
    });
  }

  /** Evidence of an incident in the order of collection. */
  public List<Evidence> list(OrganizationScope scope, String incidentId) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, incidentId);
      return EvidenceRows.select(handle, incidentId);
    });
  }

  /** Opens the content for reading; the caller closes it. */
  public InputStream open(Officer by, String incidentId, String evidenceId) {
    return openFor(by, incidentId, evidenceId, Evidence.Act.OPENED, "");
  }

  /** As {@link #open}, for content that leaves the platform; {@code note} says for whom. */
  public InputStream export(Officer by, String incidentId, String evidenceId, String note) {
    return openFor(by, incidentId, evidenceId, Evidence.Act.EXPORTED, note);
  }

  /** One piece with its custody, without touching it. */
  public Evidence find(OrganizationScope scope, String incidentId, String evidenceId) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, incidentId);
      return EvidenceRows.require(handle, incidentId, evidenceId);
    });
  }

  /** Reads the content again and compares it with what was collected. */
  public EvidenceCheck verify(Officer by, String incidentId, String evidenceId) {
    Evidence evidence = find(by.scope(), incidentId, evidenceId);
    String now = digest(evidence);
    boolean intact = now.equals(evidence.sha256());
    record(
        by,
        evidence,
        intact ? Evidence.Act.VERIFIED : Evidence.Act.DAMAGED,
        intact ? "" : now.isEmpty() ? "không còn tệp" : "SHA-256 hiện tại " + now);
    return new EvidenceCheck(intact, now);
  }

  /** Verifies all evidence of an incident; returns the names of what is no longer intact. */
  public List<String> damaged(Officer by, String incidentId) {
    List<String> damaged = new ArrayList<>();
    for (Evidence evidence : list(by.scope(), incidentId)) {
      if (!verify(by, incidentId, evidence.id()).intact()) {
        damaged.add(evidence.name());
      }
    }
    return damaged;
  }

  public EvidenceStats stats() {
    return transactions.read(handle ->
        handle
            .createQuery(
                "select count(*) as files, coalesce(sum(size_bytes), 0) as bytes from evidence")
            .map(
                (row, _) -> new EvidenceStats(row.getLong("files"), row.getLong("bytes"), maxBytes))
            .one());
  }

  private InputStream openFor(
      Officer by, String incidentId, String evidenceId, Evidence.Act act, String note) {
    Evidence evidence = find(by.scope(), incidentId, evidenceId);
    record(by, evidence, act, note);
    try {
      return folder.open(evidence.sha256());
    } catch (IOException e) {
      throw new EvidenceException("evidence " + evidenceId + " cannot be read", e);
    }
  }

  private String digest(Evidence evidence) {
    try {
      return folder.digest(evidence.sha256());
    } catch (IOException e) {
      throw new EvidenceException("evidence " + evidence.id() + " cannot be read", e);
    }
  }

  private void record(Officer by, Evidence evidence, Evidence.Act act, String note) {
    transactions.write(handle -> {
      Incident incident = IncidentRows.require(handle, by.scope(), evidence.incidentId());
      if (act == Evidence.Act.OPENED || act == Evidence.Act.EXPORTED) {
        Sharing.requireOrdinary(audit, by, incident);
      }
      Evidence.Custody touch = new Evidence.Custody(now(), by.id(), act, "", note);
      EvidenceRows.touch(handle, evidence.id(), touch);
      audit(by, incident, evidence, touch);
      return evidence;
    });
  }

  private void tell(Handle handle, Evidence evidence, Officer by, String text) {
    TimelineRows.responder(
        handle,
        evidence.incidentId(),
        now(),
        "EVIDENCE",
        by.id(),
        text,
        List.of("evidence:" + evidence.id()));
  }

  private void audit(Officer by, Incident incident, Evidence evidence, Evidence.Custody custody) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("incident", incident.id());
    details.put("sha256", evidence.sha256());
    details.put("name", evidence.name());
    if (!custody.party().isEmpty()) {
      details.put("party", custody.party());
    }
    SealedSearch search = evidence.search();
    if (search != null && custody.act() == Evidence.Act.COLLECTED) {
      details.put("query", search.query());
      details.put("range", search.from() + "/" + search.until());
      details.put("events", String.valueOf(search.events()));
    }
    audit.append(
        new AuditEntry(
            by.actor(),
            "evidence." + custody.act().name().toLowerCase(Locale.ROOT),
            "evidence:" + evidence.id(),
            incident.organization(),
            details));
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }
}
