package vn.lachan.app.pipeline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.collector.kafka.KafkaBatch.Place;
import vn.lachan.detection.RoutedMatch;
import vn.lachan.events.EventFormatException;
import vn.lachan.events.EventJson;

/** A record of the topic of matches; its bytes are described in docs/formats/kafka-topics.md. */
sealed interface MatchMessage {
  int VERSION = 1;
  int MATCH = 1;
  int PROGRESS = 2;

  /**
   * An event that fits rules.
   *
   * @param place of its raw log
   */
  record Found(Place place, RoutedMatch match) implements MatchMessage {}

  /**
   * How far partitions of raw logs were read: all matches up to there stand before this.
   *
   * @param partitions how many there are
   */
  record Progress(int partitions, List<Reached> reached) implements MatchMessage {
    public Progress {
      reached = List.copyOf(reached);
    }
  }

  /**
   * How far one partition was read.
   *
   * @param received when its latest event was received, milliseconds since 1970
   * @param working what the calendar says of that event: true, false or empty
   */
  record Reached(Place place, long received, String working) {}

  /** The message as bytes. */
  default byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      switch (this) {
        case Found found -> write(found, out);
        case Progress progress -> write(progress, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Found found, DataOutputStream out) throws IOException {
    out.writeByte(MATCH);
    write(found.place(), out);
    RoutedMatch match = found.match();
    text(match.unit(), out);
    texts(match.key(), out);
    texts(match.rules(), out);
    array(EventJson.toBytes(match.event()), out);
  }

  private static void write(Progress progress, DataOutputStream out) throws IOException {
    out.writeByte(PROGRESS);
    out.writeInt(progress.partitions());
    out.writeInt(progress.reached().size());
    for (Reached reached : progress.reached()) {
      write(reached.place(), out);
      out.writeLong(reached.received());
      text(reached.working(), out);
    }
  }

  private static void write(Place place, DataOutputStream out) throws IOException {
    out.writeLong(place.time());
    out.writeInt(place.partition());
    out.writeLong(place.offset());
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    array(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static void texts(List<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      text(text, out);
    }
  }

  private static void array(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException when it is something else, or of an unknown version
   */
  static MatchMessage of(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalArgumentException("a match of unknown version " + version);
      }
      int kind = in.readUnsignedByte();
      return switch (kind) {
        case MATCH ->
            new Found(
                place(in),
                new RoutedMatch(text(in), texts(in), texts(in), EventJson.read(array(in))));
        case PROGRESS -> progress(in);
        default -> throw new IllegalArgumentException("a match of unknown kind " + kind);
      };
    } catch (IOException | EventFormatException e) {
      throw new IllegalArgumentException("a match is damaged: " + e.getMessage(), e);
    }
  }

  private static Progress progress(DataInputStream in) throws IOException {
    int partitions = in.readInt();
    int count = in.readInt();
    List<Reached> reached = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      reached.add(new Reached(place(in), in.readLong(), text(in)));
    }
    return new Progress(partitions, reached);
  }

  private static Place place(DataInputStream in) throws IOException {
    long time = in.readLong();
    int partition = in.readInt();
    return new Place(time, partition, in.readLong());
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(array(in), StandardCharsets.UTF_8);
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      texts.add(text(in));
    }
    return texts;
  }

  private static byte[] array(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
    if (bytes.length != length) {
      throw new IOException("it ends early");
    }
    return bytes;
  }
}
