package vn.lachan.collector.privacy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Knows the twelve digits that security devices write for themselves, from what stands around them:
 * serial numbers and the log identifiers of Sophos. Only the names and columns of these products
 * count, and none of them in the query of a URL, where people type anything.
 */
final class DeviceNumbers {
  /** What stands around the serial number in the CSV of PAN-OS; {@link #isLike} reads them. */
  private static final String PAN_OS_TIME = ",0000/00/00 00:00:00,";

  private static final String PAN_OS_TYPE = ",AAA";
  private static final String FORTINET_VM = "FAVM";

  /** Names of {@code key=value}: CEF, LEEF, FortiOS, SFOS. */
  private static final Set<String> KEYS =
      Set.of(
          "deviceexternalid",
          "serialnumber",
          "devicesn",
          "panosdevicesn",
          "panosendpointserialnumber",
          "devid",
          "ftntfgtdevid",
          "device_id",
          "device_serial_id",
          "logid",
          "ftntfgtlogid",
          "sn",
          "log_id");

  /** Names of {@code "key": "value"}: the JSON of Strata Logging Service. */
  private static final Set<String> JSON_KEYS =
      Set.of("devicesn", "logsourceid", "endpointserialnumber");

  private static final int LONGEST_KEY = 32;

  private final byte[] line;

  DeviceNumbers(byte[] line) {
    this.line = line;
  }

  /** Whether the digits from {@code start} to {@code end} are such a number, or its end. */
  boolean holds(int start, int end) {
    return isColumnOfPanOs(start, end) || isFortinetVm(start) || isValueOfKey(start);
  }

  /** {@code ,2026/11/20 08:15:03,001122334455,TRAFFIC,}: the third column of PAN-OS. */
  private boolean isColumnOfPanOs(int start, int end) {
    return isLike(start - PAN_OS_TIME.length(), PAN_OS_TIME) && isLike(end, PAN_OS_TYPE);
  }

  /** {@code FGVM010000123456}: a virtual machine of Fortinet, also as name of the host. */
  private boolean isFortinetVm(int start) {
    int from = start - FORTINET_VM.length();
    return at(from) == 'F'
        && isLike(from + 1, "A")
        && at(start - 2) == 'V'
        && at(start - 1) == 'M'
        && !isWord(at(from - 1));
  }

  private boolean isValueOfKey(int start) {
    int i = start - 1;
    while (isWord(at(i))) {
      i--;
    }
    while (at(i) == '"' || at(i) == '\\') {
      i--;
    }
    while (at(i) == ' ') {
      i--;
    }
    byte sign = at(i--);
    if (sign != '=' && sign != ':') {
      return false;
    }
    while (sign == ':' && (at(i) == ' ' || at(i) == '"' || at(i) == '\\')) {
      i--;
    }
    int end = i + 1;
    while (end - i <= LONGEST_KEY && isWord(at(i))) {
      i--;
    }
    String key =
        new String(line, i + 1, end - i - 1, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    return !isOfUrl(at(i)) && (sign == '=' ? KEYS : JSON_KEYS).contains(key);
  }

  /** Whether what stands at {@code from} has digits for 0, capitals for A, and the rest. */
  private boolean isLike(int from, String shape) {
    for (int i = 0; i < shape.length(); i++) {
      byte b = at(from + i);
      boolean fits =
          switch (shape.charAt(i)) {
            case '0' -> b >= '0' && b <= '9';
            case 'A' -> b >= 'A' && b <= 'Z';
            default -> b == shape.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private byte at(int index) {
    return index >= 0 && index < line.length ? line[index] : 0;
  }

  private static boolean isOfUrl(byte b) {
    return b == '?' || b == '&' || b == '%' || b == '/';
  }

  private static boolean isWord(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
  }
}
