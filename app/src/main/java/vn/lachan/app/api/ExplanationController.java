package vn.lachan.app.api;

import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.SignedIn;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Explanation;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;

/** Why a rule fits an event, or why it does not, as it runs now. */
@RestController
@RequestMapping("/api/rules/{id}/explanation")
class ExplanationController {

  /**
   * An answer for people.
   *
   * @param version of the rule that was asked, which may be newer than that of an alert
   * @param text what each part of the rule says of the event, a line each
   */
  record Explained(String ruleId, String version, String eventId, boolean matches, String text) {}

  private final Detector detector;
  private final EventStore events;
  private final AuditTrail trail;

  ExplanationController(Detector detector, EventStore events, AuditTrail trail) {
    this.detector = detector;
    this.events = events;
    this.trail = trail;
  }

  /** It shows values of the event, so it is a look at the event. */
  @GetMapping
  Explained explain(
      @AuthenticationPrincipal SignedIn user, @PathVariable String id, @RequestParam String event) {
    Event found =
        events.find(event, user.scope()).orElseThrow(() -> ApiProblem.notFound("sự kiện " + event));
    Explanation explanation =
        detector.explain(id, found).orElseThrow(() -> ApiProblem.notFound("quy tắc " + id));
    trail.append(
        new AuditEntry(
            user.actor(), "event.view", "event:" + event, found.organization(), Map.of()));
    return new Explained(
        explanation.ruleId(),
        explanation.version(),
        event,
        explanation.matches(),
        explanation.text());
  }
}
