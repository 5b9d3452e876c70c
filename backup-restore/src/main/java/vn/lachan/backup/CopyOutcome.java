package vn.lachan.backup;

import java.util.List;
import java.util.Map;

/** How a copy between repositories ended. */
public sealed interface CopyOutcome {

  /**
   * Every snapshot asked for is in the target.
   *
   * @param copied ids of the snapshots copied now, to the ids they have in the target
   * @param skipped ids of those that were there already
   * @param extra ids in the target that are no copies of anything in the source
   * @param blobsWritten pieces and trees the target did not have
   */
  record Copied(
      Map<String, String> copied,
      List<String> skipped,
      List<String> extra,
      long blobsWritten,
      long bytesWritten)
      implements CopyOutcome {
    public Copied {
      copied = Map.copyOf(copied);
      skipped = List.copyOf(skipped);
      extra = List.copyOf(extra);
    }
  }

  /** Not all is there. {@code reason} is in Vietnamese; run again to go on. */
  record Failed(String reason) implements CopyOutcome {}
}
