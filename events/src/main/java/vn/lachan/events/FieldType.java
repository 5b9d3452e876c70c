package vn.lachan.events;

/** How the values of a field are indexed, compared and counted. */
public enum FieldType {
  /** One whole value, found without regard to case and, when asked without them, accents. */
  KEYWORD,
  /**
   * A hexadecimal digest such as a SHA-256: found by its whole value or its beginning, without
   * regard to case. No two are alike, so its values are neither counted nor ordered.
   */
  DIGEST,
  /** Words in a sentence; can be searched, but its values cannot be counted. */
  TEXT,
  /** An IPv4 or IPv6 address; can be searched by network. */
  IP,
  /** A whole number. */
  LONG,
  /** A number with a fraction. */
  DOUBLE,
  /** True or false. */
  BOOLEAN,
  /** A point in time, to the millisecond. */
  DATE
}
