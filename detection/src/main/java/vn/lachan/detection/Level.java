package vn.lachan.detection;

import java.util.Locale;

/** How serious a rule thinks its matches are (Sigma 2.1.0, attribute {@code level}). */
public enum Level {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** The word as it stands in a rule. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
