package vn.lachan.playbooks;

import java.util.Map;

/**
 * Runs that changed.
 *
 * @param position where the record of changes ended; ask for what came after it next time
 * @param incidents the id of each run with the id of its incident
 */
public record RunMoves(long position, Map<String, String> incidents) {
  public RunMoves {
    incidents = Map.copyOf(incidents);
  }
}
