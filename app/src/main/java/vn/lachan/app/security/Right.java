package vn.lachan.app.security;

/**
 * One thing that somebody may do. {@link Role} says who; {@link SecurityConfiguration} says where.
 */
public enum Right {
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
  TABLE_EDIT,
  BACKUP_READ,
  BACKUP_RUN,
  /** Agrees to what takes protection away from backups; another person asked for it. */
  BACKUP_APPROVE,
  REPORT_READ,
  REPORT_ISSUE,
  AUDIT_READ,
  USER_ADMIN
}
