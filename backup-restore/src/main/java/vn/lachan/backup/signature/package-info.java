/**
 * Digital signatures of dossiers, checked offline and in bulk.
 *
 * <pre>
 *   dossier folder --SignatureCheck(Trust)--> SignatureScan: one SignatureVerdict a signature
 * </pre>
 *
 * <p>Knows PDF (PAdES, ETSI EN 319 142-1), CMS (CAdES, EN 319 122-1) and XML (XAdES, EN 319 132-1).
 * Nothing is fetched: certificates come from the file and from the {@link
 * vn.lachan.backup.signature.Trust} folder, revocation and time-stamps only from the file. A
 * verdict follows the three answers of EN 319 102-1: valid, invalid, undecidable. Signed documents
 * are input from outside: whatever is in them becomes a verdict, never an exception.
 */
@NullMarked
package vn.lachan.backup.signature;

import org.jspecify.annotations.NullMarked;
