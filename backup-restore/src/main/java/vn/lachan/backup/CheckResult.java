package vn.lachan.backup;

import java.util.List;
import java.util.Optional;

/**
 * What a check of a repository found.
 *
 * @param problems what is damaged, naming files of the repository; empty when all is well
 * @param lost every path in every snapshot that cannot be restored, as {@code snapshot:path}, the
 *     snapshot by its first eight digits
 * @param orphans packs no index names, harmless remains of a killed writer
 * @param dataRead whether every byte was read; without it only names, lengths and trees were
 *     checked
 * @param coverage after reading a rolling share: how much was proven lately
 */
public record CheckResult(
    List<String> problems,
    List<String> lost,
    List<String> orphans,
    int snapshots,
    int packs,
    long bytesRead,
    boolean dataRead,
    Optional<Coverage> coverage) {

  public CheckResult {
    problems = List.copyOf(problems);
    lost = List.copyOf(lost);
    orphans = List.copyOf(orphans);
  }

  public boolean isClean() {
    return problems.isEmpty() && lost.isEmpty();
  }
}
