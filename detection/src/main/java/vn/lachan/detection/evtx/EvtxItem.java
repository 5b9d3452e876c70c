package vn.lachan.detection.evtx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file of events holds at one place: an event, or something that cannot be read. */
public sealed interface EvtxItem {

  /** Where it begins, in bytes from the beginning of the file. */
  long offset();

  /**
   * An event.
   *
   * @param record number that Windows gave it; not unique when files were joined
   * @param fields names as in {@code docs/formats/evtx.md}; a value is a text, a {@code Long}, or a
   *     list of texts when the event has several values of this name; never null (the type is that
   *     of events from elsewhere, which have nulls)
   */
  record Event(long offset, long record, Map<String, @Nullable Object> fields) implements EvtxItem {
    public Event {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /**
   * Something that cannot be read, or that was read although its checksum is wrong.
   *
   * @param record number of the record, or -1 when the trouble is not inside one known record
   * @param reason in words for people
   */
  record Damage(long offset, long record, String reason) implements EvtxItem {

    /** Place and reason in one line. */
    @Override
    public String toString() {
      String place = "offset 0x" + Long.toHexString(offset);
      return (record < 0 ? place : place + ", record " + record) + ": " + reason;
    }
  }
}
