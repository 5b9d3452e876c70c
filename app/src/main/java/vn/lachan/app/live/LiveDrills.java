package vn.lachan.app.live;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.backup.drill.DrillListener;
import vn.lachan.backup.drill.DrillProgress;
import vn.lachan.backup.plan.BackupPlan;

/** How far the drills are that run now: asked for, and pushed to open screens. */
@Component
public class LiveDrills implements DrillListener {

  /** The last that is pushed of a drill, once its result can be asked for. */
  private static final String ENDED = "ENDED";

  private final LiveFeed feed;
  private final PlansInForce plans;
  private final Map<String, LiveFeed.DrillAt> now = new ConcurrentHashMap<>();

  LiveDrills(LiveFeed feed, PlansInForce plans) {
    this.feed = feed;
    this.plans = plans;
  }

  @Override
  public void progress(DrillProgress progress) {
    LiveFeed.DrillAt at =
        new LiveFeed.DrillAt(
            progress.drill(),
            progress.plan(),
            progress.phase().name(),
            progress.target(),
            progress.targets(),
            progress.files(),
            progress.ofFiles(),
            progress.bytes(),
            progress.ofBytes(),
            progress.rate(),
            progress.left().map(Duration::toSeconds).orElse(null));
    now.put(progress.plan(), at);
    push(at);
  }

  private void push(LiveFeed.DrillAt at) {
    plans.plan(at.plan()).map(BackupPlan::unit).ifPresent(unit -> feed.drill(at, unit));
  }

  /** No drill of this plan runs any more: it has its result, or was stopped. */
  public void ended(String planId) {
    LiveFeed.DrillAt last = now.remove(planId);
    if (last != null) {
      push(
          new LiveFeed.DrillAt(
              last.drill(), planId, ENDED, 0, last.targets(), 0, 0, 0, 0, 0, null));
    }
  }

  /** How far the drill of this plan is that runs now. */
  public Optional<LiveFeed.DrillAt> of(String planId) {
    return Optional.ofNullable(now.get(planId));
  }
}
