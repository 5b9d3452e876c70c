package vn.lachan.simulator.send;

import java.util.Arrays;
import java.util.Optional;

/** A kind of log that reaches the platform by its own way. */
public enum Feed {
  /** Business events of the one-stop system, JSON. */
  ONE_STOP("dvc.motcua", 16),
  /** Operational monitoring of the data-sharing platform, JSON. */
  MONITORING("dxp.opmon", 17),
  /** Records of the provincial gateway, JSON. */
  GATEWAY("dxp.gateway", 18),
  /** Audit log of the security server. */
  SECURITY_SERVER("dxp.audit", 16),
  /** Access log of the portal. */
  PORTAL("nginx.access", 23),
  /** Log-ins and sudo on Linux hosts. */
  HOST("linux.auth", 10),
  /** Windows events, JSON. */
  WINDOWS("json", 19),
  /** What the platform itself tells about backups, JSON. */
  BACKUP("lachan.backup", 20);

  private final String dataset;
  private final int facility;

  Feed(String dataset, int facility) {
    this.dataset = dataset;
    this.facility = facility;
  }

  /** Name of the data set the platform files these lines under. */
  public String dataset() {
    return dataset;
  }

  /** Facility of RFC 5424 section 6.2.1. */
  public int facility() {
    return facility;
  }

  public static Optional<Feed> of(String dataset) {
    return Arrays.stream(values()).filter(feed -> feed.dataset.equals(dataset)).findFirst();
  }
}
