package vn.lachan.detection.evtx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes {@code .evtx} files as Windows does: names and templates once a chunk, a new chunk when
 * one is full. Written from the description of the format, not from the reader.
 */
final class EvtxFile {
  static final int CHUNK = 1 << 16;
  static final int HEADER = 4096;
  private static final long TICKS_1601_TO_1970 = 116_444_736_000_000_000L;

  /** An element: {@code content} has texts, holes and elements. */
  record Tag(String name, Map<String, Object> attributes, List<Object> content) {
    static Tag of(String name, Object... content) {
      return new Tag(name, Map.of(), List.of(content));
    }

    static Tag with(String name, String attribute, Object value, Object... content) {
      return new Tag(name, Map.of(attribute, value), List.of(content));
    }
  }

  /** In a template: the template itself, once more. */
  record Itself() {}

  record Hole(int value, int type, boolean optional) {}

  /** A value for a hole: bytes, or a {@link Tag} or {@link Filled} that is written in place. */
  record Value(int type, Object content) {}

  /** A template and its values. */
  record Filled(Tag template, List<Value> values) {}

  private final List<byte[]> chunks = new ArrayList<>();
  private ByteBuffer chunk = newChunk();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<Tag, Integer> templates = new HashMap<>();
  private long nextRecord = 1;
  private long firstInChunk = 1;
  private int last;
  private int definition;

  private static ByteBuffer newChunk() {
    return ByteBuffer.allocate(CHUNK * 2).order(ByteOrder.LITTLE_ENDIAN).position(512);
  }

  static Value text(String text) {
    return new Value(0x01, text.getBytes(StandardCharsets.UTF_16LE));
  }

  static Value nothing() {
    return new Value(0, new byte[0]);
  }

  static Value number(int type, int width, long number) {
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number);
    byte[] result = new byte[width];
    bytes.get(0, result);
    return new Value(type, result);
  }

  static long fileTime(long epochMillis) {
    return epochMillis * 10_000 + TICKS_1601_TO_1970;
  }

  /** The tree of an event with the usual system part; holes 0 to 5 are taken by it. */
  static Tag event(Object... sections) {
    List<Object> content = new ArrayList<>();
    content.add(
        Tag.of(
            "System",
            Tag.with("Provider", "Name", "Test-Provider"),
            Tag.of("EventID", new Hole(0, 6, false)),
            Tag.of("Level", new Hole(1, 4, false)),
            Tag.with("TimeCreated", "SystemTime", new Hole(2, 0x11, false)),
            Tag.of("EventRecordID", new Hole(3, 0x0a, false)),
            Tag.with("Execution", "ProcessID", new Hole(4, 8, false)),
            Tag.of("Channel", "Test/Operational"),
            Tag.of("Computer", "PC-01"),
            Tag.with("Security", "UserID", new Hole(5, 0x13, true))));
    content.addAll(List.of(sections));
    return new Tag("Event", Map.of("xmlns", "http://schemas.example/event"), content);
  }

  /** Adds an event; {@code values} begin at hole 6. */
  void add(Tag template, int eventId, long epochMillis, List<Value> values) {
    List<Value> all = new ArrayList<>();
    all.add(number(6, 2, eventId));
    all.add(number(4, 1, 4));
    all.add(number(0x11, 8, fileTime(epochMillis)));
    all.add(number(0x0a, 8, nextRecord));
    all.add(number(8, 4, 4711));
    all.add(new Value(0x13, new byte[] {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0}));
    all.addAll(values);
    Filled filled = new Filled(template, all);
    int before = chunk.position();
    write(filled, epochMillis);
    if (chunk.position() > CHUNK) {
      chunk.position(before);
      close();
      write(filled, epochMillis);
    }
    nextRecord++;
  }

  long count() {
    return nextRecord - 1;
  }

  int chunks() {
    return chunks.size();
  }

  byte[] bytes() {
    if (chunk.position() > 512) {
      close();
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put("ElfFile\0".getBytes(StandardCharsets.ISO_8859_1));
    header.putLong(0).putLong(Math.max(0, chunks.size() - 1)).putLong(nextRecord);
    header.putInt(128).putShort((short) 1).putShort((short) 3).putShort((short) HEADER);
    header.putShort((short) chunks.size());
    header.putInt(124, crc(header.array(), 0, 120));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.array());
    chunks.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private void close() {
    int free = chunk.position();
    chunk.put(0, "ElfChnk\0".getBytes(StandardCharsets.ISO_8859_1));
    chunk.putLong(8, firstInChunk).putLong(16, nextRecord - 1);
    chunk.putLong(24, firstInChunk).putLong(32, nextRecord - 1);
    chunk.putInt(40, 128).putInt(44, last).putInt(48, free);
    byte[] bytes = new byte[CHUNK];
    chunk.get(0, bytes, 0, free);
    ByteBuffer done = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    seal(done);
    chunks.add(bytes);
    chunk = newChunk();
    names.clear();
    templates.clear();
    firstInChunk = nextRecord;
  }

  /** Writes both checksums of a chunk. */
  static void seal(ByteBuffer chunk) {
    chunk.putInt(52, crc(chunk.array(), chunk.arrayOffset() + 512, chunk.getInt(48) - 512));
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), chunk.arrayOffset(), 120);
    crc.update(chunk.array(), chunk.arrayOffset() + 128, 384);
    chunk.putInt(124, (int) crc.getValue());
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  private void write(Filled filled, long epochMillis) {
    int start = chunk.position();
    chunk.putInt(0x2a2a).putInt(0).putLong(nextRecord).putLong(fileTime(epochMillis));
    fragment();
    instance(filled);
    chunk.put((byte) 0);
    while ((chunk.position() + 4) % 8 != 0) {
      chunk.put((byte) 0);
    }
    int size = chunk.position() + 4 - start;
    chunk.putInt(size).putInt(start + 4, size);
    last = start;
  }

  private void fragment() {
    chunk.put(new byte[] {0x0f, 1, 1, 0});
  }

  private void instance(Filled filled) {
    chunk.put((byte) 0x0c).put((byte) 1);
    Integer known = templates.get(filled.template());
    int id = System.identityHashCode(filled.template());
    chunk.putInt(id);
    if (known != null) {
      chunk.putInt(known);
    } else {
      int at = chunk.position() + 4;
      templates.put(filled.template(), at);
      definition = at;
      chunk.putInt(at).putInt(0).putInt(id).put(new byte[12]).putInt(0);
      int from = chunk.position();
      fragment();
      tag(filled.template(), true);
      chunk.put((byte) 0);
      chunk.putInt(from - 4, chunk.position() - from);
    }
    values(filled.values());
  }

  private void values(List<Value> values) {
    chunk.putInt(values.size());
    int descriptor = chunk.position();
    chunk.position(descriptor + 4 * values.size());
    for (Value value : values) {
      int from = chunk.position();
      switch (value.content()) {
        case byte[] bytes -> chunk.put(bytes);
        case Tag tag -> tag(tag, false);
        case Filled filled -> {
          fragment();
          instance(filled);
          chunk.put((byte) 0);
        }
        default -> throw new IllegalArgumentException("value " + value);
      }
      chunk.putShort(descriptor, (short) (chunk.position() - from));
      chunk.put(descriptor + 2, (byte) value.type());
      descriptor += 4;
    }
  }

  private void tag(Tag tag, boolean inTemplate) {
    chunk.put((byte) (tag.attributes().isEmpty() ? 0x01 : 0x41));
    if (inTemplate) {
      chunk.putShort((short) -1);
    }
    int size = chunk.position();
    chunk.putInt(0);
    name(tag.name());
    if (!tag.attributes().isEmpty()) {
      int list = chunk.position();
      chunk.putInt(0);
      int left = tag.attributes().size();
      for (Map.Entry<String, Object> attribute : tag.attributes().entrySet()) {
        chunk.put((byte) (--left > 0 ? 0x46 : 0x06));
        name(attribute.getKey());
        content(attribute.getValue(), inTemplate);
      }
      chunk.putInt(list, chunk.position() - list - 4);
    }
    if (tag.content().isEmpty()) {
      chunk.put((byte) 0x03);
    } else {
      chunk.put((byte) 0x02);
      tag.content().forEach(part -> content(part, inTemplate));
      chunk.put((byte) 0x04);
    }
    chunk.putInt(size, chunk.position() - size - 4);
  }

  private void content(Object part, boolean inTemplate) {
    switch (part) {
      case String text -> {
        chunk.put((byte) 0x05).put((byte) 0x01).putShort((short) text.length());
        chunk.put(text.getBytes(StandardCharsets.UTF_16LE));
      }
      case Hole hole -> {
        chunk.put((byte) (hole.optional() ? 0x0e : 0x0d)).putShort((short) hole.value());
        chunk.put((byte) hole.type());
      }
      case Tag tag -> tag(tag, inTemplate);
      case Itself _ -> chunk.put((byte) 0x0c).put((byte) 1).putInt(0).putInt(definition).putInt(0);
      default -> throw new IllegalArgumentException("content " + part);
    }
  }

  private void name(String name) {
    Integer known = names.get(name);
    if (known != null) {
      chunk.putInt(known);
      return;
    }
    int at = chunk.position() + 4;
    names.put(name, at);
    int hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = hash * 65599 + name.charAt(i);
    }
    chunk.putInt(at).putInt(0).putShort((short) hash).putShort((short) name.length());
    chunk.put(name.getBytes(StandardCharsets.UTF_16LE)).putShort((short) 0);
  }
}
