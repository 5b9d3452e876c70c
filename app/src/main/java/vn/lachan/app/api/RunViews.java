package vn.lachan.app.api;

import java.util.List;
import org.springframework.stereotype.Component;
import vn.lachan.events.OrganizationScope;

/** Playbook runs as screens show them. */
@Component
class RunViews {
  record Run(String id) {}

  List<Run> ofIncident(OrganizationScope scope, String id) {
    return List.of();
  }
}
