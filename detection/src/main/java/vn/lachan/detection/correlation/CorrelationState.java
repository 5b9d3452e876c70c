package vn.lachan.detection.correlation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a saved correlator, version 1, deflated (RFC 1950):
 *
 * <pre>
 *   int magic "LCCS", int version, long latest arrival, int rules
 *   rule:  utf key, int groups
 *   group: int n, n x utf value; long last arrival; int n, n x long time of alert; int n, n x entry
 *   entry: long time, long arrived, int position, utf event id, utf value, int n, n x utf event id
 * </pre>
 */
final class CorrelationState {
  private static final int MAGIC = 0x4c434353;
  private static final int VERSION = 1;

  record OfRule(String key, Map<List<String>, Group> groups) {}

  @FunctionalInterface
  interface Sink {
    void accept(String ruleKey, List<String> groupKey, Group group);
  }

  static byte[] write(long latestArrival, List<OfRule> rules) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeLong(latestArrival);
      out.writeInt(rules.size());
      for (OfRule rule : rules) {
        out.writeUTF(rule.key());
        out.writeInt(rule.groups().size());
        for (Map.Entry<List<String>, Group> group : rule.groups().entrySet()) {
          write(group.getKey(), group.getValue(), out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("correlation state cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(List<String> key, Group group, DataOutputStream out)
      throws IOException {
    writeTexts(key, out);
    out.writeLong(group.lastArrival());
    out.writeInt(group.alertTimes().size());
    for (long time : group.alertTimes()) {
      out.writeLong(time);
    }
    Window window = group.window();
    out.writeInt(window.size());
    for (int i = 0; i < window.size(); i++) {
      out.writeLong(window.time(i));
      out.writeLong(window.arrived(i));
      out.writeInt(window.position(i));
      writeText(window.id(i), out);
      writeText(window.value(i), out);
      writeTexts(window.chain(i), out);
    }
  }

  private static void writeTexts(List<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(text, out);
    }
  }

  /** Unlike {@code writeUTF} not limited to 64 KiB. */
  private static void writeText(String text, DataOutputStream out) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  /** Gives every group of a rule that {@code rules} knows; returns the latest arrival. */
  static long read(byte[] state, Function<String, @Nullable CorrelationRule> rules, Sink sink) {
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(state)))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("not a correlation state");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw new IllegalArgumentException("correlation state has unknown version " + version);
      }
      long latestArrival = in.readLong();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String key = in.readUTF();
        CorrelationRule rule = rules.apply(key);
        int groups = in.readInt();
        for (int g = 0; g < groups; g++) {
          readGroup(key, rule, in, sink);
        }
      }
      return latestArrival;
    } catch (IOException e) {
      throw new IllegalArgumentException("correlation state is damaged", e);
    }
  }

  private static void readGroup(
      String ruleKey, @Nullable CorrelationRule rule, DataInputStream in, Sink sink)
      throws IOException {
    List<String> key = readTexts(in);
    long lastArrival = in.readLong();
    List<Long> alerts = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      alerts.add(in.readLong());
    }
    Group group = rule == null ? null : new Group(rule.rule(), rule.sources().size());
    for (int n = in.readInt(); n > 0; n--) {
      Window.Entry entry =
          new Window.Entry(
              in.readLong(),
              in.readLong(),
              in.readInt(),
              readText(in),
              readText(in),
              readTexts(in));
      if (group != null) {
        group.restore(entry);
      }
    }
    if (group != null) {
      group.restoreAlerts(alerts, lastArrival);
      sink.accept(ruleKey, key, group);
    }
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      texts.add(readText(in));
    }
    return List.copyOf(texts);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    StringBuilder text = new StringBuilder(Math.clamp(length, 0, 1 << 16));
    for (int i = 0; i < length; i++) {
      text.append(in.readChar());
    }
    return text.toString();
  }

  private CorrelationState() {}
}
