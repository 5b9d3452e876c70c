package vn.lachan.detection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.evtx.EvtxChunk;
import vn.lachan.detection.evtx.EvtxItem;
import vn.lachan.detection.evtx.EvtxSettings;

/**
 * A piece of a file that can be turned into events without the rest of the file, on any thread. Its
 * events are counted from 0.
 */
sealed interface EventUnit {

  /**
   * Gives the events in the order of the file.
   *
   * @param damages takes a line about each place that cannot be read and is no event
   */
  void read(JsonEvents.Sink sink, Consumer<String> damages);

  /** Lines of JSON, an object each. */
  record Lines(List<byte[]> lines) implements EventUnit {
    public Lines {
      lines = List.copyOf(lines);
    }

    @Override
    public void read(JsonEvents.Sink sink, Consumer<String> damages) {
      for (int i = 0; i < lines.size(); i++) {
        sink.accept(JsonEvents.line(i, lines.get(i)));
      }
    }
  }

  /** A whole file of JSON: an array or objects over several lines. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Document(byte[] text) implements EventUnit {
    @Override
    public void read(JsonEvents.Sink sink, Consumer<String> damages) {
      JsonEvents.document(text, sink);
    }
  }

  /** Events of the Windows event log; their field names lose their spaces. */
  record Chunk(EvtxChunk chunk, EvtxSettings settings) implements EventUnit {
    @Override
    public void read(JsonEvents.Sink sink, Consumer<String> damages) {
      int[] index = {0};
      chunk.read(
          settings,
          item -> {
            switch (item) {
              case EvtxItem.Event event ->
                  sink.accept(new JsonEvents.Item(index[0]++, withoutSpaces(event.fields()), ""));
              case EvtxItem.Damage damage -> damages.accept(damage.toString());
            }
          });
    }

    private static Map<String, @Nullable Object> withoutSpaces(
        Map<String, @Nullable Object> fields) {
      for (String name : fields.keySet()) {
        if (name.indexOf(' ') >= 0) {
          Map<String, @Nullable Object> result = new LinkedHashMap<>();
          fields.forEach((written, value) -> JsonEvents.add(result, written, value));
          return result;
        }
      }
      return fields;
    }
  }

  /** Something between the pieces that cannot be read. */
  record Damage(String line) implements EventUnit {
    @Override
    public void read(JsonEvents.Sink sink, Consumer<String> damages) {
      damages.accept(line);
    }
  }
}
