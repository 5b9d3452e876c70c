package vn.lachan.detection.evtx;

import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Values as texts, by their types ([MS-EVEN6] 2.2.12, BinXml value types).
 *
 * <p>Times have nine digits of the second, GUIDs and bytes capital letters, as {@code evtxexport}
 * writes them.
 */
final class ValueTexts {
  static final int NULL = 0x00;
  static final int STRING = 0x01;
  static final int ANSI = 0x02;
  static final int BINARY_XML = 0x21;

  /** This bit makes an array of a type. */
  static final int ARRAY = 0x80;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final HexFormat LOWER = HexFormat.of();
  private static final Charset ANSI_PAGE = Charset.forName("windows-1252");
  private static final long TICKS = 10_000_000;
  private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;
  private static final int MAX_SUB_AUTHORITIES = 15;

  private final Bytes bytes;
  private final HexText hex;

  ValueTexts(Bytes bytes, HexText hex) {
    this.bytes = bytes;
    this.hex = hex;
  }

  String text(int type, int at, int size) {
    if (size == 0) {
      return "";
    }
    bytes.check(at, size);
    return switch (type) {
      case NULL -> "";
      case STRING, 0x23 -> bytes.utf16(at, size);
      case ANSI -> ansi(at, size);
      case 0x03 -> Integer.toString((byte) number(at, size, 1));
      case 0x04 -> Long.toString(number(at, size, 1));
      case 0x05 -> Integer.toString((short) number(at, size, 2));
      case 0x06 -> Long.toString(number(at, size, 2));
      case 0x07 -> Integer.toString((int) number(at, size, 4));
      case 0x08 -> Long.toString(number(at, size, 4));
      case 0x09 -> Long.toString(number(at, size, 8));
      case 0x0a -> Long.toUnsignedString(number(at, size, 8));
      case 0x0b -> real(Float.intBitsToFloat((int) number(at, size, 4)));
      case 0x0c -> real(Double.longBitsToDouble(number(at, size, 8)));
      case 0x0d -> Boolean.toString(number(at, size, Math.min(size, 4)) != 0);
      case 0x0f -> guid(at, size);
      case 0x10 -> hexadecimal(at, size, size == 4 ? 4 : 8);
      case 0x11 -> fileTime(number(at, size, 8));
      case 0x12 -> systemTime(at, size);
      case 0x13 -> sid(at, size);
      case 0x14 -> hexadecimal(at, size, 4);
      case 0x15 -> hexadecimal(at, size, 8);
      default -> HEX.formatHex(bytes.array(), at, at + size);
    };
  }

  List<String> items(int type, int at, int size) {
    List<String> result = new ArrayList<>();
    bytes.check(at, size);
    int end = at + size;
    if (type == STRING || type == ANSI) {
      texts(type, at, end, result);
    } else {
      int width = width(type, at, size);
      if (width == 0) {
        result.add(text(type, at, size));
      } else {
        for (int item = at; item < end; item += width) {
          int length = type == 0x13 ? sidSize(item) : width;
          if (item + length > end) {
            throw new DamagedException("has an array that is cut inside a value");
          }
          result.add(text(type, item, length));
          item += length - width;
        }
      }
    }
    if (result.isEmpty()) {
      result.add("");
    }
    return result;
  }

  /** Texts that end with a zero each. */
  private void texts(int type, int at, int end, List<String> result) {
    int step = type == STRING ? 2 : 1;
    int start = at;
    for (int i = at; i + step <= end; i += step) {
      boolean zero = step == 1 ? bytes.unsignedByte(i) == 0 : bytes.unsignedShort(i) == 0;
      if (zero) {
        result.add(text(type, start, i - start));
        start = i + step;
      }
    }
    if (start + step <= end) {
      result.add(text(type, start, end - start));
    }
  }

  /** Bytes of one item of an array; 0 when the type has no arrays. */
  private int width(int type, int at, int size) {
    return switch (type) {
      case 0x03, 0x04 -> 1;
      case 0x05, 0x06 -> 2;
      case 0x07, 0x08, 0x0b, 0x0d, 0x14 -> 4;
      case 0x09, 0x0a, 0x0c, 0x10, 0x11, 0x15 -> 8;
      case 0x0f, 0x12 -> 16;
      case 0x13 -> size == 0 ? 0 : sidSize(at);
      default -> 0;
    };
  }

  private long number(int at, int size, int width) {
    if (size < width) {
      throw new DamagedException("has a number of " + size + " bytes instead of " + width);
    }
    return switch (width) {
      case 1 -> bytes.unsignedByte(at);
      case 2 -> bytes.unsignedShort(at);
      case 4 -> bytes.unsignedInteger(at);
      case 8 -> bytes.longInteger(at);
      default -> throw new DamagedException("has a number of " + width + " bytes");
    };
  }

  private String ansi(int at, int size) {
    int end = at + size;
    while (end > at && bytes.unsignedByte(end - 1) == 0) {
      end--;
    }
    return Bytes.lines(new String(bytes.array(), at, end - at, ANSI_PAGE));
  }

  private static String real(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  private static String real(float value) {
    return value == Math.rint(value) ? real((double) value) : Float.toString(value);
  }

  private String hexadecimal(int at, int size, int width) {
    long number = number(at, size, width);
    return switch (hex) {
      case ALL_DIGITS -> "0x" + LOWER.toHexDigits(number, width * 2);
      case WINDOWS -> "0x" + Long.toHexString(number);
    };
  }

  private String guid(int at, int size) {
    if (size < 16) {
      throw new DamagedException("has a GUID of " + size + " bytes");
    }
    StringBuilder text = new StringBuilder(38).append('{');
    text.append(HEX.toHexDigits(bytes.unsignedInteger(at), 8)).append('-');
    text.append(HEX.toHexDigits(bytes.unsignedShort(at + 4), 4)).append('-');
    text.append(HEX.toHexDigits(bytes.unsignedShort(at + 6), 4)).append('-');
    HEX.formatHex(text, bytes.array(), at + 8, at + 10).append('-');
    return HEX.formatHex(text, bytes.array(), at + 10, at + 16).append('}').toString();
  }

  /** Ticks of 100 nanoseconds since 1601, as ISO 8601 in UTC. */
  static String fileTime(long ticks) {
    if (ticks < 0) {
      return Long.toUnsignedString(ticks);
    }
    long second = Math.floorDiv(ticks, TICKS) - SECONDS_1601_TO_1970;
    long nanos = Math.floorMod(ticks, TICKS) * 100;
    return TimeText.of(Instant.ofEpochSecond(second), nanos);
  }

  /** Year, month, day of week, day, hour, minute, second, millisecond. */
  private String systemTime(int at, int size) {
    if (size < 16) {
      throw new DamagedException("has a system time of " + size + " bytes");
    }
    StringBuilder text = new StringBuilder(24);
    TimeText.digits(text, bytes.unsignedShort(at), 4).append('-');
    TimeText.digits(text, bytes.unsignedShort(at + 2), 2).append('-');
    TimeText.digits(text, bytes.unsignedShort(at + 6), 2).append('T');
    TimeText.digits(text, bytes.unsignedShort(at + 8), 2).append(':');
    TimeText.digits(text, bytes.unsignedShort(at + 10), 2).append(':');
    TimeText.digits(text, bytes.unsignedShort(at + 12), 2).append('.');
    return TimeText.digits(text, bytes.unsignedShort(at + 14), 3).append('Z').toString();
  }

  private int sidSize(int at) {
    return 8 + 4 * bytes.unsignedByte(at + 1);
  }

  private String sid(int at, int size) {
    int count = size < 8 ? 0 : bytes.unsignedByte(at + 1);
    if (size < 8 || count > MAX_SUB_AUTHORITIES || size < sidSize(at)) {
      throw new DamagedException("has a security identifier of " + size + " bytes");
    }
    long authority = 0;
    for (int i = 2; i < 8; i++) {
      authority = authority << 8 | bytes.unsignedByte(at + i);
    }
    StringBuilder text = new StringBuilder(48).append("S-").append(bytes.unsignedByte(at));
    text.append('-').append(authority);
    for (int i = 0; i < count; i++) {
      text.append('-').append(bytes.unsignedInteger(at + 8 + 4 * i));
    }
    return text.toString();
  }
}
