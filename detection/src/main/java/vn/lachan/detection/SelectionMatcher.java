package vn.lachan.detection;

import java.time.ZoneId;
import java.util.List;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.match.RuleMatcher;
import vn.lachan.detection.sigma.LogSource;
import vn.lachan.detection.sigma.SigmaHeader;
import vn.lachan.detection.sigma.SigmaRule;
import vn.lachan.events.Event;

/** Says which events a selection describes, as an exemption with it would. For one thread. */
public final class SelectionMatcher {
  private final RuleMatcher matcher;
  private final ZoneId zone;

  /**
   * @param zone where the hour of an event is read
   */
  public SelectionMatcher(Selection.Usable selection, ZoneId zone) {
    SigmaRule rule =
        new SigmaRule(
            SigmaHeader.named("selection"), new LogSource("", "", ""), selection.detection());
    this.matcher = new RuleMatcher(List.of(rule), LogSources.standard(), true);
    this.zone = zone;
  }

  /** Whether the selection fits {@code event}. */
  public boolean matches(Event event) {
    return matcher.match(new EventSource(event, zone)).length > 0;
  }
}
