package vn.lachan.reports;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentFlag;
import vn.lachan.incidents.TimelineEntry;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.evidence.Evidence;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.TaskState;
import vn.lachan.registry.InformationSystem;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Unit;

/**
 * The values of the forms about incidents (the three contents of Decree 331/2026, article 31.2.d).
 */
public final class IncidentContent {
  private static final String ADDRESSEE =
      "Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao, Bộ Công an";

  private final Registry registry;

  public IncidentContent(Registry registry) {
    this.registry = registry;
  }

  /**
   * Fills the values.
   *
   * @param issuer name of the unit that issues the report, in capital letters on the form
   * @param inputs what the author typed, by name
   */
  public ReportContent of(
      ReportForm form, IncidentFile file, String issuer, Map<String, String> inputs) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("issuer", Map.of("name", issuer.toUpperCase(Locale.forLanguageTag("vi"))));
    values.put("organization", organization(file.incident()));
    values.put("basis", form.basis());
    values.put("addressee", addressee(file));
    values.put("inputs", Map.copyOf(inputs));
    values.put("incident", facts(file));
    file.systems().stream()
        .findFirst()
        .ifPresent(system -> {
          values.put("system", system(system));
          values.put("owner", Map.of("name", name(system.owner())));
          values.put("operator", Map.of("name", name(system.operator())));
        });
    values.put("contact", inputs.get("contact"));
    values.put("deadline", deadline(file));
    values.put("systems", file.systems().stream().map(this::system).toList());
    values.put("units", file.incident().units().stream().map(this::name).toList());
    values.put("tasks", file.tasks().stream().map(this::task).toList());
    values.put("timeline", file.timeline().stream().map(IncidentContent::entry).toList());
    values.put("clocks", file.clocks().stream().map(IncidentContent::clock).toList());
    values.put("evidence", file.evidence().stream().map(EvidenceContent::card).toList());
    values.put(
        "collectors", file.evidence().stream().map(Evidence::collectedBy).distinct().toList());
    values.put("attachments", attachments(file));
    values.put("searches", EvidenceContent.searches(file.evidence()));
    values.put("custody", EvidenceContent.custody(file.evidence()));
    values.put("lateReason", lateReason(file));
    values.put("measures", measures(file.incident()));
    return new ReportContent(values);
  }

  private static Map<String, @Nullable Object> facts(IncidentFile file) {
    Incident incident = file.incident();
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("id", incident.id());
    facts.put("title", incident.title());
    facts.put("categoryName", incident.category().vietnamese());
    facts.put(
        "severityName", incident.severity().name() + " – " + incident.severity().vietnamese());
    facts.put("state", incident.state().name());
    facts.put("detectedAt", incident.detectedAt());
    facts.put("occurredAt", incident.occurredAt());
    facts.put("summary", incident.summary());
    facts.put("rootCause", incident.rootCause());
    facts.put("impact", incident.impact());
    facts.put("remedy", incident.remedy());
    facts.put("personalData", incident.personalData());
    facts.put("alertCount", file.alertCount());
    facts.put("legalProfileName", file.profile().name());
    facts.put("tlp", incident.tlp().name());
    facts.put("owner", incident.owner());
    facts.put("reviewer", incident.reviewer());
    facts.put("createdAt", incident.createdAt());
    facts.put("declaredAt", incident.declaredAt());
    facts.put("closedAt", incident.closedAt());
    facts.put("personalDataAt", incident.personalDataAt());
    facts.put("nationalSecurity", incident.flags().contains(IncidentFlag.AN_NINH_QUOC_GIA));
    facts.put("seriousDisruption", incident.flags().contains(IncidentFlag.GIAN_DOAN_NGHIEM_TRONG));
    facts.put(
        "locationOrBiometric", incident.flags().contains(IncidentFlag.DU_LIEU_VI_TRI_SINH_TRAC));
    facts.put(
        "source",
        file.alertCount() == 0
            ? null
            : "Hệ thống giám sát phát hiện (" + file.alertCount() + " cảnh báo)");
    facts.put(
        "handled",
        switch (incident.state()) {
          case SAU_SU_CO, DA_DONG -> "Đã được xử lý";
          case NGHI_NGO,
              PHAN_TICH,
              DA_TUYEN_BO,
              NGAN_CHAN,
              LOAI_BO,
              PHUC_HOI,
              CHO_BEN_NGOAI,
              HUY,
              GOP_VAO ->
              "Chưa được xử lý xong";
        });
    return facts;
  }

  private static String addressee(IncidentFile file) {
    return file.clocks().stream()
        .map(ReportingClock::addressee)
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse(ADDRESSEE);
  }

  /** The last reporting duty that is still open tells when the full report follows. */
  private static @Nullable Instant deadline(IncidentFile file) {
    return file.clocks().stream()
        .filter(clock -> !clock.isDone())
        .map(ReportingClock::dueAt)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private Map<String, Object> system(InformationSystem system) {
    return Map.of(
        "name", system.name(),
        "level", system.level(),
        "approval", system.approval(),
        "owner", name(system.owner()),
        "operator", name(system.operator()));
  }

  private Map<String, Object> task(Task task) {
    String result = task.result();
    return Map.of(
        "title", task.title(),
        "unit", name(task.unit()),
        "state", taskState(task.state()),
        "result", result == null ? task.reason() : result);
  }

  private static String taskState(TaskState state) {
    return switch (state) {
      case CHO -> "Chờ tiếp nhận";
      case DA_NHAN -> "Đã nhận";
      case DANG_LAM -> "Đang làm";
      case BI_CHAN -> "Bị chặn";
      case XONG -> "Xong";
      case BO_QUA -> "Bỏ qua";
    };
  }

  private static Map<String, Object> entry(TimelineEntry entry) {
    String lane =
        switch (entry.lane()) {
          case ATTACKER -> "Tấn công";
          case RESPONDER -> "Ứng cứu";
        };
    return Map.of("at", entry.at(), "lane", lane, "text", entry.text(), "actor", entry.actor());
  }

  private static Map<String, @Nullable Object> clock(ReportingClock clock) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("name", clock.name());
    row.put("addressee", clock.addressee());
    row.put("dueAt", clock.dueAt());
    row.put("doneAt", clock.doneAt());
    row.put(
        "state",
        switch (clock.state()) {
          case RUNNING -> "Đang chạy";
          case DUE_SOON -> "Sắp đến hạn";
          case OVERDUE -> "Quá hạn";
          case DONE -> "Đúng hạn";
          case DONE_LATE -> "Muộn";
        });
    return row;
  }

  private Map<String, @Nullable Object> organization(Incident incident) {
    String code =
        incident.organization().isEmpty()
            ? incident.units().stream().findFirst().orElse("")
            : incident.organization();
    Map<String, @Nullable Object> known = new LinkedHashMap<>();
    known.put("name", name(code));
    known.put(
        "address",
        registry.unit(code).flatMap(unit -> unit.sites().stream().findFirst()).orElse(null));
    return known;
  }

  private static @Nullable String attachments(IncidentFile file) {
    int count = file.evidence().size();
    return count == 0 ? null : count + " tệp chứng cứ kèm mã băm SHA-256";
  }

  /** A reason is owed only when the duty about personal data is late; dots ask for it. */
  private static @Nullable String lateReason(IncidentFile file) {
    boolean late =
        file.clocks().stream()
            .filter(clock -> clock.id().startsWith("DL-"))
            .anyMatch(
                clock -> clock.isOverdue() || clock.state() == ReportingClock.State.DONE_LATE);
    return late ? null : "Không (trong hạn 72 giờ)";
  }

  private static Map<String, @Nullable Object> measures(Incident incident) {
    Map<String, @Nullable Object> measures = new LinkedHashMap<>();
    measures.put("ttd", incident.measures().ttd());
    measures.put("tta", incident.measures().tta());
    measures.put("ttc", incident.measures().ttc());
    measures.put("ttr", incident.measures().ttr());
    return measures;
  }

  private String name(String unit) {
    return registry.unit(unit).map(Unit::name).orElse(unit);
  }
}
