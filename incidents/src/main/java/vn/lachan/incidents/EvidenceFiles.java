package vn.lachan.incidents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;

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

  /** Keeps {@code content}; returns only after it would survive a crash of the machine. */
  public Evidence collect(Officer by, String incidentId, NewEvidence wanted, InputStream content) {
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
    Instant now = now();
    Evidence evidence =
        new Evidence(
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
            List.of(
                new Evidence.Custody(
                    now, by.id(), Evidence.Act.COLLECTED, wanted.collectedFrom())));
    transactions.write(handle -> {
      Incident incident = IncidentRows.require(handle, by.scope(), incidentId);
      Sharing.requireOrdinary(audit, by, incident);
      insert(handle, evidence);
      touch(handle, evidence.id(), evidence.custody().getFirst());
      TimelineRows.responder(
          handle,
          incidentId,
          now,
          "EVIDENCE",
          by.id(),
          "Thu thập chứng cứ: " + evidence.name(),
          List.of("evidence:" + evidence.id()));
      audit(by, incident, evidence, Evidence.Act.COLLECTED);
      return evidence;
    });
    return evidence;
  }

  /** Evidence of an incident in the order of collection. */
  public List<Evidence> list(OrganizationScope scope, String incidentId) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, incidentId);
      return select(handle, incidentId);
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
      return require(handle, incidentId, evidenceId);
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
  List<String> damaged(Officer by, String incidentId) {
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
      touch(handle, evidence.id(), new Evidence.Custody(now(), by.id(), act, note));
      audit(by, incident, evidence, act);
      return evidence;
    });
  }

  private void audit(Officer by, Incident incident, Evidence evidence, Evidence.Act act) {
    audit.append(
        new AuditEntry(
            by.actor(),
            "evidence." + act.name().toLowerCase(Locale.ROOT),
            "evidence:" + evidence.id(),
            incident.organization(),
            Map.of(
                "incident", incident.id(),
                "sha256", evidence.sha256(),
                "name", evidence.name())));
  }

  private static void insert(Handle handle, Evidence evidence) {
    handle
        .createUpdate(
            """
            insert into evidence (id, incident_id, name, size_bytes, sha256, media_type,
              collected_by, collected_at, collected_from, description)
            values (:id, :incident, :name, :size, :sha256, :type, :by, :at, :from, :description)
            """)
        .bind("id", evidence.id())
        .bind("incident", evidence.incidentId())
        .bind("name", evidence.name())
        .bind("size", evidence.size())
        .bind("sha256", evidence.sha256())
        .bind("type", evidence.mediaType())
        .bind("by", evidence.collectedBy())
        .bind("at", evidence.collectedAt())
        .bind("from", evidence.collectedFrom())
        .bind("description", evidence.description())
        .execute();
  }

  private static void touch(Handle handle, String evidenceId, Evidence.Custody custody) {
    handle
        .createUpdate(
            "insert into evidence_custody (evidence_id, done_at, actor, act, note)"
                + " values (:id, :at, :actor, :act, :note)")
        .bind("id", evidenceId)
        .bind("at", custody.at())
        .bind("actor", custody.actor())
        .bind("act", custody.act().name())
        .bind("note", custody.note())
        .execute();
  }

  private static Evidence require(Handle handle, String incidentId, String evidenceId) {
    return select(handle, incidentId).stream()
        .filter(found -> found.id().equals(evidenceId))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("evidence", evidenceId));
  }

  private static List<Evidence> select(Handle handle, String incidentId) {
    Map<String, List<Evidence.Custody>> custody = new HashMap<>();
    handle
        .createQuery(
            "select c.* from evidence_custody c join evidence e on e.id = c.evidence_id"
                + " where e.incident_id = :id order by c.id")
        .bind("id", incidentId)
        .map((row, _) ->
            Map.entry(
                row.getString("evidence_id"),
                new Evidence.Custody(
                    Columns.time(row, "done_at"),
                    row.getString("actor"),
                    Evidence.Act.valueOf(row.getString("act")),
                    row.getString("note"))))
        .forEach(entry ->
            custody.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(entry.getValue()));
    return handle
        .createQuery("select * from evidence where incident_id = :id order by collected_at, id")
        .bind("id", incidentId)
        .map((row, _) ->
            new Evidence(
                row.getString("id"),
                row.getString("incident_id"),
                row.getString("name"),
                row.getLong("size_bytes"),
                row.getString("sha256"),
                row.getString("media_type"),
                row.getString("collected_by"),
                Columns.time(row, "collected_at"),
                row.getString("collected_from"),
                row.getString("description"),
                custody.getOrDefault(row.getString("id"), List.of())))
        .list();
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }
}
