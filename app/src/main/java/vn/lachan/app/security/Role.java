package vn.lachan.app.security;

import static vn.lachan.app.security.Right.ALERT_READ;
import static vn.lachan.app.security.Right.ALERT_TRIAGE;
import static vn.lachan.app.security.Right.AUDIT_READ;
import static vn.lachan.app.security.Right.BACKUP_APPROVE;
import static vn.lachan.app.security.Right.BACKUP_READ;
import static vn.lachan.app.security.Right.BACKUP_RUN;
import static vn.lachan.app.security.Right.EVENT_SEARCH;
import static vn.lachan.app.security.Right.INCIDENT_COORDINATE;
import static vn.lachan.app.security.Right.INCIDENT_READ;
import static vn.lachan.app.security.Right.INCIDENT_WRITE;
import static vn.lachan.app.security.Right.REPORT_ISSUE;
import static vn.lachan.app.security.Right.REPORT_READ;
import static vn.lachan.app.security.Right.RULE_APPROVE;
import static vn.lachan.app.security.Right.RULE_EDIT;
import static vn.lachan.app.security.Right.RULE_READ;
import static vn.lachan.app.security.Right.RULE_TRY;
import static vn.lachan.app.security.Right.RUN_DECIDE;
import static vn.lachan.app.security.Right.SOURCE_READ;
import static vn.lachan.app.security.Right.TABLE_EDIT;
import static vn.lachan.app.security.Right.TASK_WORK;
import static vn.lachan.app.security.Right.USER_ADMIN;

import java.util.Set;

/** What part somebody plays in the protection of the province's systems, and what that allows. */
public enum Role {
  /** Provincial police: declares, coordinates, orders containment. */
  DIEU_PHOI("Điều phối", true),
  /** Police analyst: triages alerts and works on incidents. */
  PHAN_TICH("Phân tích", false),
  /** Operating unit: carries out orders, backs up and restores. */
  VAN_HANH("Đơn vị vận hành", false),
  /** Reporter of a commune: sees and answers what concerns the commune. */
  BAO_CAO_VIEN("Báo cáo viên", false),
  /** Owner of the systems: signs reports. */
  CHU_QUAN("Chủ quản", false),
  /** Personal-data protection officer. */
  BAO_VE_DLCN("Bảo vệ dữ liệu cá nhân", false),
  /** Auditor: reads and verifies everything, changes nothing. */
  KIEM_TOAN("Kiểm toán", false),
  /** Administrator of the platform: people, sources and rules, no incidents. */
  QUAN_TRI("Quản trị", true);

  private final String vietnamese;
  private final boolean needsSecondFactor;

  Role(String vietnamese, boolean needsSecondFactor) {
    this.vietnamese = vietnamese;
    this.needsSecondFactor = needsSecondFactor;
  }

  /** The word on screens. */
  public String vietnamese() {
    return vietnamese;
  }

  /** Whether a password alone is too little: the role can order containment or make accounts. */
  public boolean needsSecondFactor() {
    return needsSecondFactor;
  }

  /** What the role allows; unmodifiable. */
  public Set<Right> rights() {
    return switch (this) {
      case DIEU_PHOI ->
          Set.of(
              ALERT_READ,
              ALERT_TRIAGE,
              INCIDENT_READ,
              INCIDENT_WRITE,
              INCIDENT_COORDINATE,
              TASK_WORK,
              RUN_DECIDE,
              EVENT_SEARCH,
              RULE_READ,
              RULE_EDIT,
              RULE_APPROVE,
              RULE_TRY,
              SOURCE_READ,
              BACKUP_READ,
              BACKUP_APPROVE,
              REPORT_READ,
              REPORT_ISSUE);
      case PHAN_TICH ->
          Set.of(
              ALERT_READ,
              ALERT_TRIAGE,
              INCIDENT_READ,
              INCIDENT_WRITE,
              TASK_WORK,
              RUN_DECIDE,
              EVENT_SEARCH,
              RULE_READ,
              RULE_EDIT,
              RULE_TRY,
              SOURCE_READ,
              BACKUP_READ,
              REPORT_READ);
      case VAN_HANH ->
          Set.of(
              ALERT_READ,
              INCIDENT_READ,
              TASK_WORK,
              RUN_DECIDE,
              EVENT_SEARCH,
              SOURCE_READ,
              BACKUP_READ,
              BACKUP_RUN,
              REPORT_READ);
      case BAO_CAO_VIEN -> Set.of(INCIDENT_READ, TASK_WORK);
      case CHU_QUAN ->
          Set.of(
              ALERT_READ,
              INCIDENT_READ,
              RUN_DECIDE,
              BACKUP_READ,
              BACKUP_APPROVE,
              REPORT_READ,
              REPORT_ISSUE);
      case BAO_VE_DLCN -> Set.of(INCIDENT_READ, TASK_WORK, RUN_DECIDE, REPORT_READ);
      case KIEM_TOAN ->
          Set.of(
              ALERT_READ,
              INCIDENT_READ,
              EVENT_SEARCH,
              RULE_READ,
              SOURCE_READ,
              BACKUP_READ,
              REPORT_READ,
              AUDIT_READ);
      case QUAN_TRI ->
          Set.of(USER_ADMIN, SOURCE_READ, TABLE_EDIT, RULE_READ, RULE_EDIT, RULE_APPROVE, RULE_TRY);
    };
  }
}
