/**
 * Parity beside a repository: what a flipped bit or a lost pack is healed with.
 *
 * <p>Packs are gathered in groups; for each group a small share of parity is kept in a folder of
 * its own, which restic does not look at. A pack is cut into blocks whose digests are kept too, so
 * that it is known which block is rotten; each row of blocks over the group is a code word of a
 * Reed-Solomon code, which gives back as many blocks of the row as there are parity blocks.
 *
 * <pre>
 *   pack 1   |  1.1  1.2  1.3 …
 *   pack 2   |  2.1  2.2  2.3 …       row r: n.r of every pack, p.r of every parity
 *   parity 1 |  p.1  p.2  p.3 …
 * </pre>
 *
 * {@link vn.lachan.backup.parity.Parity} is the door. The bytes are specified in {@code
 * docs/formats/backup-repository.md}.
 */
@NullMarked
package vn.lachan.backup.parity;

import org.jspecify.annotations.NullMarked;
