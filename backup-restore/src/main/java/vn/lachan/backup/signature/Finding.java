package vn.lachan.backup.signature;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was gathered about one signature before it is judged. Used by one thread. */
final class Finding {
  final SignatureKind kind;
  final EmbeddedEvidence evidence;
  final List<SignatureReason> broken = new ArrayList<>();
  final List<SignatureReason> unproved = new ArrayList<>();
  final List<SignatureReason> notes = new ArrayList<>();
  final List<TimestampStatus> stamps = new ArrayList<>();
  @Nullable X509Certificate signer;
  @Nullable Instant claimed;
  Coverage coverage = Coverage.UNKNOWN;

  Finding(SignatureKind kind, EmbeddedEvidence evidence) {
    this.kind = kind;
    this.evidence = evidence;
  }

  void broken(ReasonCode code, String detail) {
    broken.add(new SignatureReason(code, detail));
  }

  void unproved(ReasonCode code, String detail) {
    unproved.add(new SignatureReason(code, detail));
  }

  void note(ReasonCode code, String detail) {
    notes.add(new SignatureReason(code, detail));
  }

  /** The earliest moment a time-stamp proves, if one holds. */
  @Nullable Instant proved() {
    Instant earliest = null;
    for (TimestampStatus stamp : stamps) {
      if (stamp instanceof TimestampStatus.Valid(Instant at, String _)
          && (earliest == null || at.isBefore(earliest))) {
        earliest = at;
      }
    }
    return earliest;
  }
}
