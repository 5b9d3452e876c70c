package vn.lachan.backup.signature;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a verdict of a finding, in the order of ETSI EN 319 102-1: cryptography, chain, validity
 * and revocation at the best time that is proved. Safe for use by several threads.
 */
final class Judgement {
  private static final Duration SKEW = Duration.ofMinutes(10);

  private final CertificateChains chains;
  private final SignatureSettings settings;
  private final Clock clock;

  Judgement(CertificateChains chains, SignatureSettings settings, Clock clock) {
    this.chains = chains;
    this.settings = settings;
    this.clock = clock;
  }

  SignatureVerdict judge(String file, int number, Finding finding) {
    RevocationStatus revocation = new RevocationStatus.NotEmbedded();
    CertificateFamily family = CertificateFamily.OTHER;
    X509Certificate signer = finding.signer;
    if (signer == null) {
      if (finding.broken.isEmpty()) {
        finding.unproved(ReasonCode.NO_SIGNING_CERTIFICATE, "");
      }
    } else {
      checkKey(finding, signer);
      Optional<CertificateChains.Chain> chain =
          chains.find(signer, finding.evidence.certificates());
      if (chain.isEmpty()) {
        finding.unproved(ReasonCode.NO_TRUSTED_CHAIN, signer.getIssuerX500Principal().getName());
      } else {
        family = chain.get().family();
        checkTime(finding, chain.get(), signer);
        revocation = checkRevocation(finding, chain.get());
      }
    }
    checkStamps(finding);
    return new SignatureVerdict(
        file,
        number,
        finding.kind,
        signer == null ? SignatureVerdict.Signer.UNKNOWN : Certificates.describe(signer),
        family,
        signingTime(finding),
        revocation,
        timestamp(finding),
        finding.coverage,
        outcome(finding),
        finding.notes);
  }

  private void checkKey(Finding finding, X509Certificate signer) {
    Certificates.weakness(signer.getPublicKey(), settings)
        .ifPresent(weak -> finding.unproved(ReasonCode.WEAK_KEY, weak));
    if (!Certificates.maySign(signer)) {
      finding.unproved(ReasonCode.KEY_USAGE, "");
    }
  }

  private void checkTime(Finding finding, CertificateChains.Chain chain, X509Certificate signer) {
    Instant now = clock.instant();
    Instant proved = finding.proved();
    if (proved != null) {
      chain
          .outsideValidity(proved)
          .ifPresent(c -> finding.broken(ReasonCode.OUTSIDE_VALIDITY, name(c) + ", " + proved));
      return;
    }
    Instant claimed = finding.claimed;
    if (claimed != null && isOutside(signer, claimed)) {
      finding.broken(ReasonCode.OUTSIDE_VALIDITY, name(signer) + ", " + claimed);
      return;
    }
    if (claimed != null && claimed.isAfter(now.plus(SKEW))) {
      finding.broken(ReasonCode.SIGNED_IN_FUTURE, claimed.toString());
    }
    chain
        .outsideValidity(now)
        .ifPresent(c -> finding.unproved(ReasonCode.EXPIRED_WITHOUT_PROOF, name(c)));
  }

  private static boolean isOutside(X509Certificate certificate, Instant at) {
    return at.isBefore(certificate.getNotBefore().toInstant())
        || at.isAfter(certificate.getNotAfter().toInstant());
  }

  /** Checks every certificate below the root; gives what is known of the signer's. */
  private RevocationStatus checkRevocation(Finding finding, CertificateChains.Chain chain) {
    Instant proved = finding.proved();
    Instant claimed = finding.claimed;
    Instant at = proved != null ? proved : claimed != null ? claimed : clock.instant();
    RevocationStatus ofSigner = new RevocationStatus.NotEmbedded();
    for (int i = 0; i < chain.certificates().size() - 1; i++) {
      X509Certificate certificate = chain.certificates().get(i);
      RevocationStatus status = finding.evidence.status(certificate, chain.issuer(i), at);
      if (i == 0) {
        ofSigner = status;
      }
      if (status instanceof RevocationStatus.Revoked(String source, Instant since)) {
        revoked(finding, name(certificate) + ", " + source + ", " + since, since, proved, claimed);
      }
    }
    if (ofSigner instanceof RevocationStatus.NotEmbedded) {
      if (settings.revocationRequired()) {
        finding.unproved(ReasonCode.REVOCATION_MISSING, "");
      } else {
        finding.note(ReasonCode.REVOCATION_MISSING, "");
      }
    }
    return ofSigner;
  }

  private static void revoked(
      Finding finding,
      String detail,
      Instant since,
      @Nullable Instant proved,
      @Nullable Instant claimed) {
    if (proved != null) {
      if (!since.isAfter(proved)) {
        finding.broken(ReasonCode.REVOKED, detail);
      }
    } else if (claimed != null && !since.isAfter(claimed)) {
      finding.broken(ReasonCode.REVOKED, detail);
    } else {
      finding.unproved(ReasonCode.REVOKED_WITHOUT_PROOF, detail);
    }
  }

  /** A time-stamp that was there and does not hold is damage, also when it is not needed. */
  private static void checkStamps(Finding finding) {
    for (TimestampStatus stamp : finding.stamps) {
      if (stamp instanceof TimestampStatus.Invalid(String authority, String reason)) {
        finding.unproved(
            ReasonCode.TIMESTAMP_WRONG, (authority + ": " + reason).replaceFirst("^: ", ""));
      }
    }
  }

  private static SigningTime signingTime(Finding finding) {
    Instant proved = finding.proved();
    Instant claimed = finding.claimed;
    if (proved != null) {
      return new SigningTime.Stamped(proved);
    }
    return claimed == null ? new SigningTime.Unknown() : new SigningTime.Claimed(claimed);
  }

  private static TimestampStatus timestamp(Finding finding) {
    TimestampStatus best = new TimestampStatus.None();
    for (TimestampStatus stamp : finding.stamps) {
      if (stamp instanceof TimestampStatus.Valid) {
        return stamp;
      }
      best = stamp;
    }
    return best;
  }

  private static SignatureOutcome outcome(Finding finding) {
    if (!finding.broken.isEmpty()) {
      List<SignatureReason> all = new ArrayList<>(finding.broken);
      all.addAll(finding.unproved);
      return new SignatureOutcome.Invalid(all);
    }
    return finding.unproved.isEmpty()
        ? new SignatureOutcome.Valid()
        : new SignatureOutcome.Undecidable(finding.unproved);
  }

  private static String name(X509Certificate certificate) {
    return Certificates.commonName(certificate.getSubjectX500Principal());
  }
}
