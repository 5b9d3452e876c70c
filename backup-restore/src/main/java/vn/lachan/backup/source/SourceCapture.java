package vn.lachan.backup.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Gathers what one source gives. */
final class SourceCapture {

  private final BackupSource source;
  private final DumpSink sink;
  private final Clock clock;
  private final List<DumpRecord> dumps = new ArrayList<>();
  private final Map<String, String> facts = new TreeMap<>();

  SourceCapture(BackupSource source, DumpSink sink, Clock clock) {
    this.source = source;
    this.sink = sink;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  void fact(String name, String value) {
    facts.put(name, value);
  }

  /** Where {@code name} lies in the snapshot. */
  String path(String name) {
    return "/" + source.id() + "/" + name;
  }

  /** Hands over {@code content}; a failure to read it is a failure of the source. */
  DumpSink.Taken take(String name, InputStream content) {
    try {
      return sink.take(path(name), content);
    } catch (IOException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
  }

  void add(DumpRecord dump) {
    dumps.add(dump);
  }

  /** A file without counts. */
  void plain(String name, InputStream content) {
    DumpSink.Taken taken = take(name, content);
    add(
        new DumpRecord(
            path(name),
            "",
            taken.bytes(),
            taken.sha256(),
            0,
            Map.of(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty()));
  }

  List<DumpRecord> dumps() {
    return List.copyOf(dumps);
  }

  Map<String, String> facts() {
    return Map.copyOf(facts);
  }
}
