package vn.lachan.detection.evtx;

/**
 * How hexadecimal numbers (access masks, logon ids, status codes, process ids of the Security log)
 * are written as text. Rules compare texts, so it decides what they find.
 */
public enum HexText {
  /**
   * With all digits of their width: {@code 0x00001410}. As {@code evtxexport} writes them, and as
   * published test events have them.
   */
  ALL_DIGITS,

  /**
   * Without leading zeros: {@code 0x1410}. As Windows writes them, and as most rules expect them.
   */
  WINDOWS
}
