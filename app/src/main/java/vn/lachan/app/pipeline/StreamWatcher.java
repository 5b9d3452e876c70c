package vn.lachan.app.pipeline;

import java.time.Instant;
import java.util.List;
import vn.lachan.detection.Alert;
import vn.lachan.events.Event;

/** Sees what passes the rules, on the thread of the pipeline. */
public interface StreamWatcher {

  /** The rules have looked at a batch; it is not empty and in the order of arrival. */
  void passed(List<Event> batch);

  /** The rules failed on an event. */
  void failed(Event event);

  /** All that was received up to here is behind a checkpoint. */
  void checkpointed(Instant received);

  /** The alerts that people are to see. */
  List<Alert> forPeople(List<Alert> alerts);
}
