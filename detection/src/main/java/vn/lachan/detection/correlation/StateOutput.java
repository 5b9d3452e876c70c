package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of a state, in pieces, so that growing never copies what is there.
 *
 * <pre>
 *   number: zig-zag, then seven bits a byte, lowest first, top bit = more follows
 *   text:   number (2 x length + wide), then a byte a character, or two when wide
 *   texts:  number, then as many texts
 * </pre>
 */
final class StateOutput {
  private static final int PIECE = 1 << 16;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] piece = new byte[PIECE];
  private int at;

  long size() {
    return (long) full.size() * PIECE + at;
  }

  void octet(int value) {
    if (at == PIECE) {
      full.add(piece);
      piece = new byte[PIECE];
      at = 0;
    }
    piece[at++] = (byte) value;
  }

  void number(long value) {
    long left = (value << 1) ^ (value >> 63);
    while ((left & ~0x7fL) != 0) {
      octet((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    octet((int) left);
  }

  void text(String text) {
    int length = text.length();
    boolean wide = false;
    for (int i = 0; i < length && !wide; i++) {
      wide = text.charAt(i) > 0xff;
    }
    number(2L * length + (wide ? 1 : 0));
    if (!wide && at + length <= PIECE) {
      byte[] to = piece;
      for (int i = 0; i < length; i++) {
        to[at + i] = (byte) text.charAt(i);
      }
      at += length;
      return;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (wide) {
        octet(c >>> 8);
      }
      octet(c);
    }
  }

  void texts(String[] texts) {
    number(texts.length);
    for (String text : texts) {
      text(text);
    }
  }

  void texts(List<String> texts) {
    number(texts.size());
    for (String text : texts) {
      text(text);
    }
  }

  void entry(Entry entry) {
    number(entry.arrived());
    number(entry.time() - entry.arrived());
    number(entry.position());
    text(entry.id());
    switch (entry.value()) {
      case BigDecimal decimal -> {
        octet(1);
        text(decimal.toString());
      }
      case Object other -> {
        octet(0);
        text(other.toString());
      }
    }
    texts(entry.chain());
  }

  byte[] toBytes() {
    byte[] bytes = new byte[Math.toIntExact(size())];
    int to = 0;
    for (byte[] part : full) {
      System.arraycopy(part, 0, bytes, to, PIECE);
      to += PIECE;
    }
    System.arraycopy(piece, 0, bytes, to, at);
    return bytes;
  }
}
