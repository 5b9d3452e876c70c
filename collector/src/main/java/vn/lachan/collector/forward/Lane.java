package vn.lachan.collector.forward;

import java.util.Locale;

/** What goes first, and the rest. The order of records is kept within a lane. */
public enum Lane {
  /** What alerts depend on. */
  URGENT(0),
  /** Everything else. */
  ORDINARY(1);

  private final int number;

  Lane(int number) {
    this.number = number;
  }

  /** As on the line. */
  int number() {
    return number;
  }

  /** As in names of folders and files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
