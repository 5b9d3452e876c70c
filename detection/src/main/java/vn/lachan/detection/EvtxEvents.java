package vn.lachan.detection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.evtx.EvtxItem;

/**
 * Gives the events of an {@code .evtx} file the form that events from JSON have: field names lose
 * their spaces, events are counted from 0. Damage is told, but takes no number.
 */
final class EvtxEvents implements Consumer<EvtxItem> {
  private final JsonEvents.Sink sink;
  private final Consumer<String> damages;
  private int index;

  /**
   * @param sink takes the events in the order of the file
   * @param damages takes a line about each place that cannot be read
   */
  EvtxEvents(JsonEvents.Sink sink, Consumer<String> damages) {
    this.sink = sink;
    this.damages = damages;
  }

  static boolean are(String name) {
    return name.endsWith(".evtx") || name.endsWith(".evtx.gz");
  }

  @Override
  public void accept(EvtxItem item) {
    switch (item) {
      case EvtxItem.Event event ->
          sink.accept(new JsonEvents.Item(index++, withoutSpaces(event.fields()), ""));
      case EvtxItem.Damage damage -> damages.accept(damage.toString());
    }
  }

  private static Map<String, @Nullable Object> withoutSpaces(Map<String, @Nullable Object> fields) {
    boolean has = false;
    for (String name : fields.keySet()) {
      has |= name.indexOf(' ') >= 0;
    }
    if (!has) {
      return fields;
    }
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    fields.forEach((name, value) -> JsonEvents.add(result, name, value));
    return result;
  }
}
