/**
 * The encrypted, deduplicated repository: restic's format, version 2.
 *
 * <p>{@link vn.lachan.backup.repository.Repository} is the door. It keeps <em>blobs</em> (pieces of
 * files, and lists of files) under the SHA-256 of their content, so that the same piece is kept
 * once. Blobs are compressed, sealed and gathered into <em>packs</em>; an <em>index</em> says which
 * pack holds which blob; a <em>snapshot</em> names the list of files a backup began with. All of
 * them are files that never change once written, in a {@link vn.lachan.backup.repository.Backend}:
 *
 * <pre>
 *   config   keys/   locks/   data/xx/   index/   snapshots/
 * </pre>
 *
 * <p>What makes it safe is the order of writing: a pack is durable before the index that names it,
 * the index before the snapshot that needs it. A writer killed at any point leaves packs nobody
 * names, never a snapshot with holes.
 *
 * <p>The bytes are specified in {@code docs/formats/backup-repository.md}. Source: restic's {@code
 * doc/design.rst}, repository version 2.
 */
@NullMarked
package vn.lachan.backup.repository;

import org.jspecify.annotations.NullMarked;
