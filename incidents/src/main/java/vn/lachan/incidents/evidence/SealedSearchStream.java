package vn.lachan.incidents.evidence;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.Event;
import vn.lachan.events.EventJson;
import vn.lachan.events.EventPage;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.store.Json;
import vn.lachan.incidents.store.Sha256;

/**
 * The result of a search as lines of JSON, made while it is read: a head, a line an event newest
 * first, and a foot. Reading fails before the foot when there were not as many events as expected,
 * or there are more by then. For one thread.
 */
final class SealedSearchStream extends InputStream {
  static final String MEDIA_TYPE = "application/x-ndjson";
  static final String KIND = "lachan-sealed-search";
  static final int VERSION = 1;
  private static final int PAGE = 500;

  private final EventStore events;
  private final EventQuery query;
  private final long expected;
  private final Head head;
  private final MessageDigest chain = Sha256.digest();
  private byte[] ready = new byte[0];
  private int position;
  private boolean started;
  private boolean finished;
  private Optional<EventPage.Cursor> next = Optional.empty();
  private long written;
  private @Nullable SealedSearch sealed;

  /** Who seals what for which incident. */
  record Head(String incidentId, String by, Instant at) {}

  SealedSearchStream(EventStore events, EventQuery query, long expected, Head head) {
    this.events = events;
    this.query = query;
    this.expected = expected;
    this.head = head;
  }

  /** What was sealed; only after the last byte was read. */
  SealedSearch sealed() {
    return Objects.requireNonNull(sealed, "the result was not read to its end");
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    while (position == ready.length) {
      if (finished) {
        return -1;
      }
      ready = more();
      position = 0;
    }
    int given = Math.min(length, ready.length - position);
    System.arraycopy(ready, position, buffer, offset, given);
    position += given;
    return given;
  }

  private byte[] more() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!started) {
      started = true;
      line(out, Json.write(headFields()));
    }
    EventPage page = events.search(query, next, PAGE);
    for (Event event : page.events()) {
      add(out, event);
    }
    next = page.next();
    if (next.isEmpty()) {
      finish(out);
    }
    return out.toByteArray();
  }

  private void add(ByteArrayOutputStream out, Event event) {
    String json = EventJson.toText(event);
    String digest = Sha256.hex(json.getBytes(StandardCharsets.UTF_8));
    chain.update((digest + "\n").getBytes(StandardCharsets.US_ASCII));
    written++;
    line(out, "{\"sha256\":\"" + digest + "\",\"event\":" + json + "}");
  }

  private void finish(ByteArrayOutputStream out) {
    finished = true;
    long now = events.count(query);
    if (written != expected || now != expected) {
      throw new InvalidRequestException(
          "query",
          "Kết quả thay đổi trong khi niêm phong (%d, đọc được %d, nay %d sự kiện); hãy làm lại."
              .formatted(expected, written, now));
    }
    SealedSearch result =
        new SealedSearch(
            query.text(),
            query.range().from(),
            query.range().to(),
            written,
            HexFormat.of().formatHex(chain.digest()));
    Map<String, Object> foot = new LinkedHashMap<>();
    foot.put("events", result.events());
    foot.put("chain", result.chain());
    line(out, Json.write(foot));
    sealed = result;
  }

  private Map<String, Object> headFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", KIND);
    fields.put("version", VERSION);
    fields.put("incident", head.incidentId());
    fields.put("query", query.text());
    fields.put("from", query.range().from().toString());
    fields.put("until", query.range().to().toString());
    fields.put(
        "scope",
        switch (query.scope()) {
          case OrganizationScope.Province _ -> List.of("*");
          case OrganizationScope.Units(var codes) -> codes.stream().sorted().toList();
        });
    fields.put("expected", expected);
    fields.put("sealedBy", head.by());
    fields.put("sealedAt", head.at().toString());
    fields.put("store", events.partitions().stream().map(SealedSearchStream::partition).toList());
    return fields;
  }

  private static Map<String, Object> partition(EventStore.Partition partition) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("partition", partition.name());
    fields.put("events", partition.events());
    return fields;
  }

  private static void line(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }
}
