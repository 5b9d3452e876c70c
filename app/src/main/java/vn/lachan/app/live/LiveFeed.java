package vn.lachan.app.live;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import vn.lachan.events.OrganizationScope;

/**
 * Server-sent events for open screens. Each listener hears only what lies in its scope. A listener
 * that is too slow or gone is dropped; it asks again and reads the list anew, so nothing depends on
 * a message arriving.
 */
@Component
public class LiveFeed {
  private static final int MAX_LISTENERS = 500;

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  private record Listener(SseEmitter emitter, OrganizationScope scope) {}

  /** A new alert, as the feed tells of it. */
  public record NewAlert(String id, String level, String title, Instant at) {}

  /** How far a drill is; {@code left} is null while it cannot be told. */
  public record DrillAt(
      String drill,
      String plan,
      String phase,
      int target,
      int targets,
      long files,
      long ofFiles,
      long bytes,
      long ofBytes,
      long rate,
      @Nullable Long left) {}

  /** Rows that changed. */
  public record Changed(List<String> ids) {}

  /** A playbook run that changed; the screen reads it anew. */
  public record RunMoved(String run, String incident) {}

  /**
   * How far a backup, copy, check or drill is.
   *
   * @param duty what is done; empty when it has ended
   * @param share between 0 and 1; 0 when nobody knows
   * @param rate bytes a second
   * @param secondsLeft -1 when nobody knows
   */
  public record BackupProgress(
      String plan,
      String duty,
      String target,
      long files,
      long bytes,
      double share,
      long rate,
      long secondsLeft) {

    /** Nothing is done for the plan any more. */
    public static BackupProgress ended(String plan) {
      return new BackupProgress(plan, "", "", 0, 0, 0, 0, -1);
    }
  }

  /** Opens a stream for somebody with this scope. */
  public SseEmitter open(OrganizationScope scope) {
    SseEmitter emitter = new SseEmitter(0L);
    if (listeners.size() >= MAX_LISTENERS) {
      emitter.complete();
      return emitter;
    }
    Listener listener = new Listener(emitter, scope);
    emitter.onCompletion(() -> listeners.remove(listener));
    emitter.onTimeout(() -> listeners.remove(listener));
    emitter.onError(problem -> listeners.remove(listener));
    listeners.add(listener);
    send(listener, SseEmitter.event().comment("open"));
    return emitter;
  }

  /** Tells of an alert that belongs to {@code organization}. */
  public void alert(NewAlert alert, String organization) {
    for (Listener listener : listeners) {
      if (listener.scope().allows(organization)) {
        send(listener, SseEmitter.event().name("alert").data(alert));
      }
    }
  }

  /** Tells how far a drill of something that belongs to {@code organization} is. */
  public void drill(DrillAt drill, String organization) {
    for (Listener listener : listeners) {
      if (listener.scope().allows(organization)) {
        send(listener, SseEmitter.event().name("drill").data(drill));
      }
    }
  }

  /** Tells of a run; {@code organizations} are those that the incident is about. */
  public void run(RunMoved run, Collection<String> organizations) {
    for (Listener listener : listeners) {
      if (organizations.stream().anyMatch(listener.scope()::allows)) {
        send(listener, SseEmitter.event().name("run").data(run));
      }
    }
  }

  /** Tells that rows changed; {@code organizations} says for each id whose it is. */
  public void changed(Map<String, String> organizations) {
    for (Listener listener : listeners) {
      List<String> ids =
          organizations.entrySet().stream()
              .filter(row -> listener.scope().allows(row.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      if (!ids.isEmpty()) {
        send(listener, SseEmitter.event().name("changed").data(new Changed(ids)));
      }
    }
  }

  /** Tells how far something is that is done for a plan of {@code organization}. */
  public void backup(BackupProgress progress, String organization) {
    for (Listener listener : listeners) {
      if (listener.scope().allows(organization)) {
        send(listener, SseEmitter.event().name("backup").data(progress));
      }
    }
  }

  /** How many screens listen. */
  public int listeners() {
    return listeners.size();
  }

  @Scheduled(fixedRate = 15_000)
  void heartbeat() {
    for (Listener listener : listeners) {
      send(listener, SseEmitter.event().comment("still here"));
    }
  }

  /** Open streams would hold up the end of the platform. */
  @EventListener(ContextClosedEvent.class)
  @PreDestroy
  void close() {
    listeners.forEach(listener -> listener.emitter().complete());
    listeners.clear();
  }

  private void send(Listener listener, SseEmitter.SseEventBuilder event) {
    try {
      synchronized (listener.emitter()) {
        listener.emitter().send(event);
      }
    } catch (IOException | IllegalStateException _) {
      listeners.remove(listener);
    }
  }
}
