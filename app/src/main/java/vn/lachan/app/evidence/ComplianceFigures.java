package vn.lachan.app.evidence;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import vn.lachan.reports.ComplianceCatalogue;
import vn.lachan.reports.ComplianceReport;
import vn.lachan.reports.Figure;

/** Holds what the platform measures against the level-3 catalogue. */
@Component
public class ComplianceFigures {
  private final List<FigureGroup> groups;
  private final ComplianceCatalogue catalogue = ComplianceCatalogue.level3();
  private final Clock clock;

  ComplianceFigures(List<FigureGroup> groups, Clock clock) {
    this.groups = groups;
    this.clock = clock;
  }

  /** The report as of now; every figure is measured anew. */
  public ComplianceReport report() {
    Instant now = clock.instant();
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (FigureGroup group : groups) {
      group.measure(now).forEach(figure -> figures.put(figure.id(), figure));
    }
    return ComplianceReport.assess(catalogue, figures, Map.of(), now);
  }
}
