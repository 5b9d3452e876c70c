package vn.lachan.incidents.handling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.TaskRows;

/** What must be there before an incident may enter a state; says all that is missing at once. */
final class Gates {
  private static final Pattern SNAPSHOT = Pattern.compile("\\b[0-9a-f]{8,64}\\b");
  private static final Pattern INCIDENT = Pattern.compile("\\bSC-\\d{4}-\\d{3,}\\b");

  private final GateFacts facts;

  Gates(GateFacts facts) {
    this.facts = facts;
  }

  /** What is missing for {@code change}; {@code damaged} are names of evidence that changed. */
  List<String> missing(Handle handle, Incident incident, StateChange change, List<String> damaged) {
    List<String> missing = new ArrayList<>();
    switch (change.to()) {
      case DA_TUYEN_BO -> need(missing, change, "Ghi tiêu chí tuyên bố sự cố đã đạt.");
      case PHUC_HOI -> forRecovery(change, missing);
      case DA_DONG -> forClosing(handle, incident, change, damaged, missing);
      case CHO_BEN_NGOAI -> need(missing, change, "Ghi lý do và bên đang chờ.");
      case HUY -> need(missing, change, "Ghi lý do hủy sự cố.");
      case GOP_VAO -> {
        if (mergeTarget(change).filter(id -> !id.equals(incident.id())).isEmpty()) {
          missing.add("Chọn sự cố để gộp vào (mã SC-YYYY-nnn).");
        }
      }
      case NGHI_NGO, PHAN_TICH, NGAN_CHAN, LOAI_BO, SAU_SU_CO -> {}
    }
    if (incident.state().isBackTo(change.to()) && change.reason().isBlank() && missing.isEmpty()) {
      missing.add("Ghi lý do quay lại bước “" + change.to().vietnamese() + "”.");
    }
    return missing;
  }

  Optional<String> mergeTarget(StateChange change) {
    return given(change.mergeInto()).or(() -> first(INCIDENT, change.reason()));
  }

  Optional<String> backupPoint(StateChange change) {
    Optional<String> given = given(change.backupPoint());
    if (given.isPresent()) {
      return given.filter(facts::backupPointVerified);
    }
    return SNAPSHOT
        .matcher(change.reason())
        .results()
        .map(result -> result.group())
        .filter(facts::backupPointVerified)
        .findFirst();
  }

  private void forRecovery(StateChange change, List<String> missing) {
    need(missing, change, "Ghi bảng kiểm trước khi phục hồi.");
    if (backupPoint(change).isEmpty()) {
      missing.add("Nêu mã bản sao lưu đã được kiểm tra khôi phục (8-64 ký tự 0-9, a-f).");
    }
  }

  private void forClosing(
      Handle handle,
      Incident incident,
      StateChange change,
      List<String> damaged,
      List<String> missing) {
    boolean secret = incident.stateSecret() != null;
    if (secret) {
      need(missing, change, "Ghi số, ký hiệu báo cáo kết thúc bằng văn bản giấy.");
    }
    if (!secret && incident.rootCause().isBlank()) {
      missing.add("Ghi nguyên nhân gốc.");
    }
    for (Task task : TaskRows.openMandatory(handle, incident.id())) {
      missing.add("Hoàn thành việc bắt buộc: " + task.title() + ".");
    }
    if (!secret && !facts.closingReportIssued(incident.id())) {
      missing.add("Phát hành báo cáo kết thúc sự cố.");
    }
    for (String name : damaged) {
      missing.add("Chứng cứ không còn nguyên vẹn: " + name + ".");
    }
    Optional<String> reviewer = given(change.reviewer()).or(() -> given(incident.reviewer()));
    if (reviewer.filter(name -> !name.equals(incident.owner())).isEmpty()) {
      missing.add("Chọn người soát xét khác người phụ trách sự cố.");
    }
  }

  private static void need(List<String> missing, StateChange change, String message) {
    if (change.reason().isBlank()) {
      missing.add(message);
    }
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group()).findFirst();
  }
}
