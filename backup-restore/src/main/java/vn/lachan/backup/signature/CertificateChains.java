package vn.lachan.backup.signature;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Finds the way from a certificate to a trusted root (RFC 5280, by the JDK's PKIX builder) and
 * remembers it, because a province's dossiers have few signers. Safe for use by several threads.
 *
 * <p>The way is looked for at the moment the certificate was issued; whether every certificate on
 * it was valid at the time of signing is the caller's question.
 */
final class CertificateChains {
  private static final int REMEMBERED = 10_000;

  private final Trust trust;
  private final Set<TrustAnchor> anchors;
  private final Map<X509Certificate, CertificateFamily> families = new HashMap<>();
  private final Map<X509Certificate, Chain> known = new ConcurrentHashMap<>();

  /**
   * @param certificates signer first, root last
   */
  record Chain(List<X509Certificate> certificates, CertificateFamily family) {
    Chain {
      certificates = List.copyOf(certificates);
    }

    /** The certificate that was not valid at {@code at}, if there is one. */
    Optional<X509Certificate> outsideValidity(Instant at) {
      return certificates.stream()
          .filter(c ->
              at.isBefore(c.getNotBefore().toInstant()) || at.isAfter(c.getNotAfter().toInstant()))
          .findFirst();
    }

    X509Certificate issuer(int index) {
      return certificates.get(Math.min(index + 1, certificates.size() - 1));
    }
  }

  CertificateChains(Trust trust) {
    this.trust = trust;
    this.anchors =
        trust.roots().stream()
            .map(root -> new TrustAnchor(root.certificate(), null))
            .collect(Collectors.toUnmodifiableSet());
    trust.roots().forEach(root -> families.put(root.certificate(), root.family()));
  }

  /** The way from {@code signer} over our and the {@code embedded} certificates. */
  Optional<Chain> find(X509Certificate signer, Collection<X509Certificate> embedded) {
    Chain remembered = known.get(signer);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<Chain> found = build(signer, embedded);
    if (found.isPresent() && known.size() < REMEMBERED) {
      known.put(signer, found.get());
    }
    return found;
  }

  private Optional<Chain> build(X509Certificate signer, Collection<X509Certificate> embedded) {
    if (anchors.isEmpty()) {
      return Optional.empty();
    }
    CertificateFamily own = families.get(signer);
    if (own != null) {
      return Optional.of(new Chain(List.of(signer), own));
    }
    try {
      return Optional.of(path(signer, embedded));
    } catch (CertPathBuilderException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("every Java has a PKIX path builder", e);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private Chain path(X509Certificate signer, Collection<X509Certificate> embedded)
      throws GeneralSecurityException {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(signer);
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
    List<X509Certificate> all = new ArrayList<>(trust.intermediates());
    all.addAll(embedded);
    all.add(signer);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(signer.getNotBefore().toInstant().plusSeconds(1)));
    if (CertPathBuilder.getInstance("PKIX").build(parameters)
        instanceof PKIXCertPathBuilderResult result) {
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : result.getCertPath().getCertificates()) {
        chain.add((X509Certificate) certificate);
      }
      X509Certificate root = result.getTrustAnchor().getTrustedCert();
      chain.add(root);
      return new Chain(chain, families.getOrDefault(root, CertificateFamily.OTHER));
    }
    throw new CertPathBuilderException("no path");
  }
}
