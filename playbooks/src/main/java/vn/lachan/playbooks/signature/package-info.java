/**
 * Signatures of CACAO playbooks: JSON signatures over the canonical form (RFC 8785), as section
 * 10.13 of the specification and its worked example have them.
 *
 * <p>Begin with {@link vn.lachan.playbooks.signature.PlaybookSignatures}. Trust is by key: who
 * trusts a key trusts what it signed; no certificate is fetched from anywhere.
 */
@NullMarked
package vn.lachan.playbooks.signature;

import org.jspecify.annotations.NullMarked;
