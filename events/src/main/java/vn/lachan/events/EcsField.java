package vn.lachan.events;

/**
 * Names of the fields that the code itself reads or writes: ECS 9 names, and the two roots of our
 * own, {@code dvc.*} (one-stop business) and {@code dxp.*} (data exchange).
 */
public final class EcsField {
  public static final String EVENT_ACTION = "event.action";
  public static final String EVENT_CATEGORY = "event.category";
  public static final String EVENT_CODE = "event.code";
  public static final String EVENT_DATASET = "event.dataset";
  public static final String EVENT_DURATION = "event.duration";
  public static final String EVENT_HASH = "event.hash";
  public static final String EVENT_KIND = "event.kind";
  public static final String EVENT_MODULE = "event.module";
  public static final String EVENT_ORIGINAL = "event.original";
  public static final String EVENT_OUTCOME = "event.outcome";
  public static final String EVENT_REASON = "event.reason";
  public static final String EVENT_TIMEZONE = "event.timezone";
  public static final String EVENT_TYPE = "event.type";
  public static final String ERROR_CODE = "error.code";
  public static final String ERROR_MESSAGE = "error.message";
  public static final String HOST_NAME = "host.name";
  public static final String LOG_SOURCE = "log.source.id";
  public static final String MESSAGE = "message";
  public static final String ORGANIZATION_ID = "organization.id";
  public static final String ORGANIZATION_NAME = "organization.name";
  public static final String PROCESS_NAME = "process.name";
  public static final String SOURCE_IP = "source.ip";
  public static final String SOURCE_PORT = "source.port";
  public static final String TAGS = "tags";
  public static final String USER_ID = "user.id";
  public static final String USER_NAME = "user.name";

  private EcsField() {}
}
