package vn.lachan.reports;

import java.util.List;
import vn.lachan.incidents.Evidence;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.LegalProfile;
import vn.lachan.incidents.ReportingClock;
import vn.lachan.incidents.Task;
import vn.lachan.incidents.TimelineEntry;
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
