/**
 * SHA-256 over many byte ranges at once.
 *
 * <p>The ids of a repository are SHA-256, and every byte is hashed several times on its way: as a
 * piece, as part of its file, again before it is written, and as part of its pack. {@link
 * vn.lachan.backup.hash.HashEngine} does it with the JDK, one range after the other, or, where the
 * processor has wide registers and the JVM was started with {@code --add-modules
 * jdk.incubator.vector}, sixteen (or eight) ranges side by side. {@link
 * vn.lachan.backup.hash.HashEngines} proves the second against the first, measures both, and only
 * then uses it. Source: FIPS 180-4.
 */
@NullMarked
package vn.lachan.backup.hash;

import org.jspecify.annotations.NullMarked;
