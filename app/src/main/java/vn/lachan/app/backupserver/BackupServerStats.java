package vn.lachan.app.backupserver;

import java.util.Map;

/**
 * What the server did since the start.
 *
 * @param filesTaken files stored
 * @param bytesTaken their length
 * @param bytesGiven bytes read by clients
 * @param removed files removed, locks included
 * @param receiving files that are coming in now
 * @param refusals refused requests by reason: sign-in, right, remove, overwrite, mismatch, size,
 *     quota, disk, busy
 * @param usedBytes bytes held by each repository, without locks
 * @param quota most that each may hold
 */
public record BackupServerStats(
    long filesTaken,
    long bytesTaken,
    long bytesGiven,
    long removed,
    long receiving,
    Map<String, Long> refusals,
    Map<String, Long> usedBytes,
    long quota) {
  public BackupServerStats {
    refusals = Map.copyOf(refusals);
    usedBytes = Map.copyOf(usedBytes);
  }
}
