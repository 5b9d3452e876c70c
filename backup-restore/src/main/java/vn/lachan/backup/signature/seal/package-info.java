/**
 * Putting signatures on documents: {@link vn.lachan.backup.signature.seal.PdfSealer} for reports,
 * {@link vn.lachan.backup.signature.seal.MinutesChain} for minutes that follow one another.
 */
@NullMarked
package vn.lachan.backup.signature.seal;

import org.jspecify.annotations.NullMarked;
