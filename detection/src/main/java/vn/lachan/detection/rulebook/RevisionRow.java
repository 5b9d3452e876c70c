package vn.lachan.detection.rulebook;

import org.jdbi.v3.core.Handle;

/** The row of rulebook_revision, within a transaction of the caller. */
final class RevisionRow {

  static long read(Handle handle) {
    return handle
        .createQuery("select revision from rulebook_revision")
        .mapTo(Long.class)
        .findFirst()
        .orElse(0L);
  }

  /** Only one transaction at a time comes further, of all nodes. */
  static void lock(Handle handle) {
    handle
        .createQuery("select revision from rulebook_revision for update")
        .mapTo(Long.class)
        .list();
  }

  /** What the transaction changed is something to follow, once it is committed. */
  static void next(Handle handle) {
    if (handle.execute("update rulebook_revision set revision = revision + 1") == 0) {
      handle.execute("insert into rulebook_revision (revision) values (1)");
    }
  }

  private RevisionRow() {}
}
