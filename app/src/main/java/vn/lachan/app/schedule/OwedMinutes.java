package vn.lachan.app.schedule;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.plans.PlanLeases;
import vn.lachan.backup.drill.RestoreDrill;

/**
 * Writes the minutes that are owed: of drills that were killed with the platform, or whose minutes
 * could not be written at their end.
 */
@Component
class OwedMinutes {
  private static final Logger LOG = LoggerFactory.getLogger(OwedMinutes.class);

  private final RestoreDrill drill;
  private final PlanLeases leases;

  OwedMinutes(RestoreDrill drill, PlanLeases leases) {
    this.drill = drill;
    this.leases = leases;
  }

  @Scheduled(initialDelayString = "${lachan.backup.watch-every:30s}", fixedDelayString = "PT10M")
  void settle() {
    List<String> failed = drill.settleMinutes(leases::isTaken);
    if (!failed.isEmpty()) {
      LOG.warn("minutes of these drills are still owed: {}", failed);
    }
  }
}
