package vn.lachan.app.live;

import java.util.HashSet;
import java.util.Set;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.playbooks.PlaybookEngine;
import vn.lachan.playbooks.RunMoves;

/**
 * Pushes what becomes of playbook runs to open screens. It reads the record of changes rather than
 * listen to the engine, so that runs moved by another process are told of too.
 */
@Component
class LiveRuns {
  private static final int MOST = 200;

  private final LiveFeed feed;
  private final PlaybookEngine engine;
  private final Incidents incidents;
  private long position = -1;

  LiveRuns(LiveFeed feed, PlaybookEngine engine, Incidents incidents) {
    this.feed = feed;
    this.engine = engine;
    this.incidents = incidents;
  }

  @Scheduled(initialDelay = 3_000, fixedDelay = 1_000)
  void look() {
    if (feed.listeners() == 0) {
      position = -1;
      return;
    }
    RunMoves moves = engine.movesAfter(position, MOST);
    position = moves.position();
    moves.incidents().forEach(this::tell);
  }

  private void tell(String run, String incidentId) {
    incidents
        .find(OrganizationScope.PROVINCE, incidentId)
        .ifPresent(incident -> {
          Set<String> organizations = new HashSet<>(incident.units());
          organizations.add(incident.organization());
          feed.run(new LiveFeed.RunMoved(run, incidentId), organizations);
        });
  }
}
