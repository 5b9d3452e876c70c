package vn.lachan.detection.evtx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Little-endian numbers and texts at places of a byte array. Every access is checked. */
final class Bytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] data;

  Bytes(byte[] data) {
    this.data = data;
  }

  byte[] array() {
    return data;
  }

  int size() {
    return data.length;
  }

  int unsignedByte(int at) {
    check(at, 1);
    return data[at] & 0xff;
  }

  int unsignedShort(int at) {
    check(at, Short.BYTES);
    return (short) SHORT.get(data, at) & 0xffff;
  }

  int integer(int at) {
    check(at, Integer.BYTES);
    return (int) INT.get(data, at);
  }

  long unsignedInteger(int at) {
    return integer(at) & 0xffff_ffffL;
  }

  long longInteger(int at) {
    check(at, Long.BYTES);
    return (long) LONG.get(data, at);
  }

  /** The number at a place, which must be a place or length inside these bytes. */
  int within(int at) {
    int value = integer(at);
    if (value < 0 || value > data.length) {
      throw new DamagedException("points to " + Integer.toUnsignedString(value));
    }
    return value;
  }

  /**
   * Text in UTF-16. Zeros at its end are not part of it; line ends become {@code \n}, as whoever
   * reads the XML of an event sees them (XML 1.0, 2.11).
   */
  String utf16(int at, int bytes) {
    check(at, bytes);
    int end = at + (bytes & ~1);
    while (end > at && data[end - 1] == 0 && data[end - 2] == 0) {
      end -= 2;
    }
    int seen = 0;
    boolean returns = false;
    for (int i = at; i < end; i += 2) {
      seen |= data[i + 1];
      returns |= data[i] == '\r';
    }
    String text;
    if (seen == 0) {
      byte[] low = new byte[(end - at) >> 1];
      for (int i = 0; i < low.length; i++) {
        low[i] = data[at + 2 * i];
      }
      text = new String(low, StandardCharsets.ISO_8859_1);
    } else {
      text = new String(data, at, end - at, StandardCharsets.UTF_16LE);
    }
    return returns ? lines(text) : text;
  }

  static String lines(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  boolean isZero(int from, int to) {
    for (int i = from; i < to; i++) {
      if (data[i] != 0) {
        return false;
      }
    }
    return true;
  }

  void check(int at, int length) {
    if (at < 0 || length < 0 || at > data.length - length) {
      throw new DamagedException("goes on behind the end of its chunk");
    }
  }
}
