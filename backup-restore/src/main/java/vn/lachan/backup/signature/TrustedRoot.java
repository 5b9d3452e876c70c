package vn.lachan.backup.signature;

import java.security.cert.X509Certificate;

/**
 * A root certificate we believe.
 *
 * @param name how people call its authority
 */
public record TrustedRoot(X509Certificate certificate, CertificateFamily family, String name) {}
