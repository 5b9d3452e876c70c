package vn.lachan.app.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import vn.lachan.detection.Alert;
import vn.lachan.events.Event;

/** Sees what passes the rules, on the thread of the pipeline. */
public interface StreamWatcher {

  /** The rules have looked at a batch; it is not empty and in the order of arrival. */
  void passed(List<Event> batch);

  /**
   * The flood guard held back alerts of these rules.
   *
   * @param first when the first event was received that they may have been about
   * @param last when the last one was received
   */
  void flooded(Set<String> rules, Instant first, Instant last);

  /** The rules failed on an event. */
  void failed(Event event);

  /** All that was received up to here is behind a checkpoint. */
  void checkpointed(Instant received);

  /** The alerts that people are to see. */
  List<Alert> forPeople(List<Alert> alerts);
}
