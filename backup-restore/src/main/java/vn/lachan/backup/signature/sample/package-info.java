/**
 * Signed dossiers made up for demonstrations, benchmarks and tests: a public-key infrastructure of
 * two families, a time-stamp authority, and folders of signed files. Real cryptography, invented
 * people; never to be trusted outside a try-out.
 */
@NullMarked
package vn.lachan.backup.signature.sample;

import org.jspecify.annotations.NullMarked;
