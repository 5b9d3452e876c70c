package vn.lachan.backup.archive;

import vn.lachan.backup.repository.StorageId;

/**
 * A file of a snapshot that came from a stream and lies in no folder of the machine.
 *
 * @param path from the root of the snapshot, such as {@code /mot-cua/mot_cua.pgdump}
 * @param digest SHA-256 of the whole content
 */
public record StreamedFile(String path, TreeNode node, StorageId digest) {

  /** Length of the content. */
  public long size() {
    return node.size();
  }
}
