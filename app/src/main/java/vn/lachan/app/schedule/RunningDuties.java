package vn.lachan.app.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.live.LiveFeed;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.progress.Progress;

/**
 * What this node does for plans right now, and how far it is; open screens hear it every second.
 */
@Component
public class RunningDuties {

  /**
   * One of them.
   *
   * @param duty {@code BACKUP}, {@code COPY}, ...
   * @param target name of the target; empty when it is about the plan
   */
  public record Running(
      String plan, String unit, String duty, String target, Instant since, Progress progress) {}

  private final LiveFeed feed;
  private final Clock clock;
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  RunningDuties(LiveFeed feed, Clock clock) {
    this.feed = feed;
    this.clock = clock;
  }

  /** Does {@code task} where it can be seen. */
  <T> T during(BackupPlan plan, String duty, String target, Supplier<T> task) {
    Progress progress = new Progress();
    running.put(
        plan.id(), new Running(plan.id(), plan.unit(), duty, target, clock.instant(), progress));
    try {
      return progress.during(task);
    } finally {
      running.remove(plan.id());
      feed.backup(LiveFeed.BackupProgress.ended(plan.id()), plan.unit());
    }
  }

  public Optional<Running> of(String plan) {
    return Optional.ofNullable(running.get(plan));
  }

  Collection<Running> all() {
    return running.values();
  }

  @Scheduled(fixedRate = 1_000)
  void tell() {
    for (Running one : running.values()) {
      feed.backup(
          new LiveFeed.BackupProgress(
              one.plan(),
              one.duty(),
              one.target(),
              one.progress().state().files(),
              one.progress().state().bytes(),
              one.progress().state().share(),
              one.progress().state().rate(),
              one.progress().state().left().map(Duration::toSeconds).orElse(-1L)),
          one.unit());
    }
  }
}
