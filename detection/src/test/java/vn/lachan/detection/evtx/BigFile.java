package vn.lachan.detection.evtx;

import java.util.ArrayList;
import java.util.List;
import vn.lachan.detection.evtx.EvtxFile.Hole;
import vn.lachan.detection.evtx.EvtxFile.Tag;
import vn.lachan.detection.evtx.EvtxFile.Value;

/** A large file: the events of small ones again and again, packed as densely as Windows does. */
final class BigFile {

  /**
   * Writes events with the data of those in {@code files} until there are {@code chunks} chunks.
   */
  static byte[] of(List<byte[]> files, int chunks) {
    List<EvtxItem.Event> events = new ArrayList<>();
    for (byte[] file : files) {
      for (EvtxItem item : EvtxReaderTest.items(file)) {
        if (item instanceof EvtxItem.Event event) {
          events.add(event);
        }
      }
    }
    List<Tag> templates = new ArrayList<>();
    List<List<Value>> values = new ArrayList<>();
    for (EvtxItem.Event event : events) {
      List<Object> data = new ArrayList<>();
      List<Value> filled = new ArrayList<>();
      event
          .fields()
          .forEach((name, value) -> {
            data.add(Tag.with("Data", "Name", name, new Hole(6 + filled.size(), 1, false)));
            filled.add(EvtxFile.text(value.toString()));
          });
      Tag template = EvtxFile.event(new Tag("EventData", java.util.Map.of(), data));
      int known = templates.indexOf(template);
      templates.add(known < 0 ? template : templates.get(known));
      values.add(filled);
    }
    EvtxFile file = new EvtxFile();
    long time = 1_700_000_000_000L;
    while (file.chunks() < chunks) {
      for (int i = 0; i < events.size(); i++) {
        Object id = events.get(i).fields().get("EventID");
        file.add(templates.get(i), id instanceof Long n ? n.intValue() : 0, time++, values.get(i));
      }
    }
    return file.bytes();
  }

  private BigFile() {}
}
