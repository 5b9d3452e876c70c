package vn.lachan.registry;

/** What kind of time an office has; what is usual differs between them. */
public enum HourType {
  /** The office works. */
  WORKING,
  /** A working day outside of the hours: night, and the break at noon. */
  OFF_HOURS,
  /** A weekend on which the office does not work just now. */
  WEEKEND,
  /** A public holiday, lunar New Year among them. */
  HOLIDAY
}
