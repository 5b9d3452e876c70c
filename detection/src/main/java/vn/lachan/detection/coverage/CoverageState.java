package vn.lachan.detection.coverage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What was learned, as bytes: magic {@code LCFC}, version, then deflated: number of kinds; of each
 * the values that tell its log source, dataset, events, last time, fields with their last time.
 */
final class CoverageState {
  private static final int MAGIC = 0x4c434643;
  private static final int VERSION = 1;
  private static final int MOST = 1_000_000;

  /** One kind as it was saved. */
  record Saved(
      List<String> key, String dataset, long events, long last, Map<String, Long> fields) {}

  static byte[] write(Map<List<String>, FieldCoverage.Kind> kinds) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream head = new DataOutputStream(bytes)) {
      head.writeInt(MAGIC);
      head.writeInt(VERSION);
      try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(head))) {
        out.writeInt(kinds.size());
        for (Map.Entry<List<String>, FieldCoverage.Kind> entry : kinds.entrySet()) {
          write(entry.getKey(), entry.getValue(), out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void write(List<String> key, FieldCoverage.Kind kind, DataOutputStream out)
      throws IOException {
    out.writeInt(key.size());
    for (String value : key) {
      writeText(value, out);
    }
    writeText(kind.dataset, out);
    out.writeLong(kind.events);
    out.writeLong(kind.last);
    out.writeInt(kind.fields.size());
    for (Map.Entry<String, Long> field : kind.fields.entrySet()) {
      writeText(field.getKey(), out);
      out.writeLong(field.getValue());
    }
  }

  /** Names and values that tell a log source are short; of a longer one the beginning is kept. */
  private static void writeText(String text, DataOutputStream out) throws IOException {
    out.writeUTF(text.substring(0, Math.min(text.length(), 10_000)));
  }

  static List<Saved> read(byte[] state) {
    try (DataInputStream head = new DataInputStream(new ByteArrayInputStream(state))) {
      if (head.readInt() != MAGIC) {
        throw new IllegalArgumentException("not a state of the field coverage");
      }
      int version = head.readInt();
      if (version != VERSION) {
        throw new IllegalArgumentException("field coverage has unknown version " + version);
      }
      DataInputStream in = new DataInputStream(new InflaterInputStream(head));
      List<Saved> kinds = new ArrayList<>();
      for (int n = size(in); n > 0; n--) {
        kinds.add(readKind(in));
      }
      return kinds;
    } catch (IOException e) {
      throw new IllegalArgumentException("state of the field coverage is damaged", e);
    }
  }

  private static Saved readKind(DataInputStream in) throws IOException {
    List<String> key = new ArrayList<>();
    for (int n = size(in); n > 0; n--) {
      key.add(in.readUTF());
    }
    String dataset = in.readUTF();
    long events = in.readLong();
    long last = in.readLong();
    Map<String, Long> fields = new HashMap<>();
    for (int n = size(in); n > 0; n--) {
      fields.put(in.readUTF(), in.readLong());
    }
    return new Saved(List.copyOf(key), dataset, events, last, fields);
  }

  private static int size(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MOST) {
      throw new IOException("a size of " + size);
    }
    return size;
  }

  private CoverageState() {}
}
