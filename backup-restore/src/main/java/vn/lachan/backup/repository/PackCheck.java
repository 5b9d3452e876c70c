package vn.lachan.backup.repository;

import java.util.List;
import java.util.Set;

/**
 * What a comparison of packs and index found.
 *
 * @param problems one line each, with the file's name
 * @param unusable blobs that cannot be read back from any pack; with {@code readData} that is
 *     proven by reading, else it is those in packs that are missing or too short
 * @param orphans packs no index names: left by a killed writer, harmless
 * @param sound packs read whole and found as they should be
 * @param packs packs named by the index
 * @param bytesRead bytes of packs read
 */
public record PackCheck(
    List<String> problems,
    Set<Blob> unusable,
    List<String> orphans,
    List<StorageId> sound,
    int packs,
    long bytesRead) {

  /** A blob by type and id. */
  public record Blob(BlobType type, StorageId id) {}

  public PackCheck {
    problems = List.copyOf(problems);
    unusable = Set.copyOf(unusable);
    orphans = List.copyOf(orphans);
    sound = List.copyOf(sound);
  }
}
