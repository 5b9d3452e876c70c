package vn.lachan.collector.geo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.lachan.registry.Network;

/**
 * Writes small databases in the MaxMind DB format 2.0 as its specification says
 * (maxmind.github.io/MaxMind-DB): IPv4 only, records of 24 bits.
 */
public final class MmdbWriter {
  private static final byte[] MARKER = {
    (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
  };

  private final List<int[]> nodes = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  public MmdbWriter() {
    nodes.add(new int[2]);
  }

  /** Says {@code value} about {@code block}; blocks do not overlap. */
  public MmdbWriter add(String block, Map<String, ?> value) {
    Network network = Network.parse(block);
    int offset = data.size();
    write(data, value);
    byte[] address =
        java.net.InetAddress.ofLiteral(block.substring(0, block.indexOf('/'))).getAddress();
    int node = 0;
    for (int bit = 0; bit < network.bits(); bit++) {
      int side = address[bit / 8] >> (7 - bit % 8) & 1;
      if (bit == network.bits() - 1) {
        nodes.get(node)[side] = -1 - offset;
      } else {
        if (nodes.get(node)[side] == 0) {
          nodes.get(node)[side] = nodes.size();
          nodes.add(new int[2]);
        }
        node = nodes.get(node)[side];
      }
    }
    return this;
  }

  public byte[] write(String type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        int value = record == 0 ? nodes.size() : record;
        if (record < 0) {
          value = nodes.size() + 16 + (-1 - record);
        }
        out.write(value >> 16);
        out.write(value >> 8);
        out.write(value);
      }
    }
    out.writeBytes(new byte[16]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(MARKER);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", 1_780_000_000L);
    metadata.put("database_type", type);
    metadata.put("description", Map.of("en", "test"));
    metadata.put("ip_version", 4);
    metadata.put("languages", List.of("en"));
    metadata.put("node_count", nodes.size());
    metadata.put("record_size", 24);
    write(out, metadata);
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    switch (value) {
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(out, 2, bytes.length);
        out.writeBytes(bytes);
      }
      case Double number -> {
        head(out, 3, 8);
        long bits = Double.doubleToLongBits(number);
        for (int shift = 56; shift >= 0; shift -= 8) {
          out.write((int) (bits >> shift));
        }
      }
      case Integer number -> number(out, 6, number);
      case Long number -> number(out, 9, number);
      case Map<?, ?> map -> {
        head(out, 7, map.size());
        map.forEach((key, item) -> {
          write(out, key);
          write(out, item);
        });
      }
      case List<?> list -> {
        head(out, 11, list.size());
        list.forEach(item -> write(out, item));
      }
      default -> throw new IllegalArgumentException("cannot write " + value);
    }
  }

  private static void number(ByteArrayOutputStream out, int type, long number) {
    int length = (64 - Long.numberOfLeadingZeros(number) + 7) / 8;
    head(out, type, length);
    for (int shift = length * 8 - 8; shift >= 0; shift -= 8) {
      out.write((int) (number >> shift));
    }
  }

  /** Types above 7 stand in a byte of their own; sizes above 28 in one more. */
  private static void head(ByteArrayOutputStream out, int type, int size) {
    int shown = Math.min(size, 29);
    out.write((type > 7 ? 0 : type << 5) | shown);
    if (type > 7) {
      out.write(type - 7);
    }
    if (shown == 29) {
      out.write(size - 29);
    }
  }
}
