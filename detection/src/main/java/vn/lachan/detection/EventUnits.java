package vn.lachan.detection;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.detection.evtx.EvtxChunk;
import vn.lachan.detection.evtx.EvtxChunks;
import vn.lachan.detection.evtx.EvtxSettings;

/** Cuts files of events into units that several threads can work on. */
final class EventUnits {
  /** Enough to be worth handing over, few enough to keep little in memory. */
  private static final int LINES = 256;

  /**
   * Takes units in the order of the file.
   *
   * @param <X> what taking one may throw
   */
  @FunctionalInterface
  interface Sink<X extends Exception> {
    void accept(EventUnit unit) throws X;
  }

  static boolean isEvtx(String name) {
    return name.endsWith(".evtx") || name.endsWith(".evtx.gz");
  }

  /** Gives the units of an event log: a chunk each, and what is damaged between them. */
  static <X extends Exception> void ofEvtx(InputStream in, EvtxSettings settings, Sink<X> units)
      throws IOException, X {
    List<EventUnit> damages = new ArrayList<>();
    EvtxChunks chunks =
        new EvtxChunks(in, damage -> damages.add(new EventUnit.Damage(damage.toString())));
    for (EvtxChunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
      acceptAll(damages, units);
      units.accept(new EventUnit.Chunk(chunk, settings));
    }
    acceptAll(damages, units);
  }

  private static <X extends Exception> void acceptAll(List<EventUnit> damages, Sink<X> units)
      throws X {
    for (EventUnit damage : damages) {
      units.accept(damage);
    }
    damages.clear();
  }

  /** Gives the units of a file of JSON: lines, or the whole file if it is one document. */
  static <X extends Exception> void ofJson(InputStream in, Sink<X> units) throws IOException, X {
    InputStream ahead = new BufferedInputStream(in, 1 << 16);
    byte[] first = JsonEvents.firstLine(ahead);
    if (JsonEvents.opensDocument(first)) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(first);
      ahead.transferTo(whole);
      units.accept(new EventUnit.Document(whole.toByteArray()));
      return;
    }
    List<byte[]> lines = new ArrayList<>(LINES);
    if (!JsonEvents.isBlank(first)) {
      lines.add(first);
    }
    JsonEvents.<X>lines(
        ahead,
        line -> {
          lines.add(line);
          if (lines.size() >= LINES) {
            units.accept(new EventUnit.Lines(lines));
            lines.clear();
          }
        });
    if (!lines.isEmpty()) {
      units.accept(new EventUnit.Lines(lines));
    }
  }

  private EventUnits() {}
}
