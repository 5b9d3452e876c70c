package vn.lachan.backup.source;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one source gave to a snapshot, and when.
 *
 * @param description for people
 * @param dumps what it streamed, in order
 * @param facts further things known of that moment, such as {@code lsn}; no secrets
 * @param failure why nothing of it is in the snapshot, in Vietnamese; empty when it is there
 */
public record SourceRecord(
    String id,
    String kind,
    String description,
    Instant startedAt,
    Instant endedAt,
    List<DumpRecord> dumps,
    Map<String, String> facts,
    Optional<String> failure) {

  public SourceRecord {
    dumps = List.copyOf(dumps);
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }
}
