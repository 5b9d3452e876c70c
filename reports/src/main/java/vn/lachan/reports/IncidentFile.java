package vn.lachan.reports;

import java.util.List;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.TimelineEntry;
import vn.lachan.incidents.clock.LegalProfile;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.evidence.Evidence;
import vn.lachan.incidents.task.Task;
import vn.lachan.registry.InformationSystem;

/** All that is known about an incident when a report about it is made. */
public record IncidentFile(
    Incident incident,
    LegalProfile profile,
    int alertCount,
    List<ReportingClock> clocks,
    List<TimelineEntry> timeline,
    List<Task> tasks,
    List<Evidence> evidence,
    List<InformationSystem> systems) {
  public IncidentFile {
    clocks = List.copyOf(clocks);
    timeline = List.copyOf(timeline);
    tasks = List.copyOf(tasks);
    evidence = List.copyOf(evidence);
    systems = List.copyOf(systems);
  }
}
