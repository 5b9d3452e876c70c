/**
 * Folders into trees of blobs, and back.
 *
 * <p>A tree is a blob that lists one folder: for each entry its name, its attributes and either the
 * pieces of its content or the tree below it. {@link vn.lachan.backup.archive.Archiver} makes trees
 * from folders, {@link vn.lachan.backup.archive.Extractor} makes folders from trees, and {@link
 * vn.lachan.backup.archive.TreeWalk} reads them without writing anything.
 *
 * <p>Trees and snapshots are JSON, byte for byte as restic writes them, so that both tools
 * recognise each other's unchanged folders. Names are bytes, not text: a name that is no valid
 * UTF-8 comes back as it was ({@link vn.lachan.backup.archive.RawName}).
 */
@NullMarked
package vn.lachan.backup.archive;

import org.jspecify.annotations.NullMarked;
