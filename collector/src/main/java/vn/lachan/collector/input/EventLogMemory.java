package vn.lachan.collector.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.lachan.collector.input.EventLogPosition.Stamp;

/** The positions of all event log files of an input. For one thread. */
final class EventLogMemory {
  private static final String HEADER = "lachan-event-log-positions 1";

  /** Above this, files that are gone are forgotten; below, their share may only be away. */
  private static final int MANY = 10_000;

  private final PositionFile file;

  /** By path: a share may give a new file the number that another had. */
  private final Map<String, EventLogPosition> known = new LinkedHashMap<>();

  EventLogMemory(Path folder, String input) {
    this.file = new PositionFile(folder, input, HEADER);
  }

  /** Reads what was saved last. */
  void load() {
    known.clear();
    file.load(lines -> lines.stream().map(EventLogPosition::fromLine).toList())
        .ifPresent(positions -> positions.forEach(this::put));
  }

  private void put(EventLogPosition position) {
    known.put(position.path(), position);
  }

  /** Recognises files that got another name; this is saved with the next change. */
  void follow(Map<Path, Stamp> files) {
    List<EventLogPosition> moved = new ArrayList<>();
    files.forEach((path, stamp) -> {
      EventLogPosition here = known.get(path.toString());
      if (here == null || !here.stamp().equals(stamp)) {
        known.values().stream()
            .filter(position -> position.stamp().equals(stamp))
            .findFirst()
            .ifPresent(position -> moved.add(position.at(path)));
      }
    });
    moved.forEach(this::put);
  }

  /** How far the file was read that is, or was, at this path. */
  EventLogPosition find(Path path, Stamp stamp) {
    EventLogPosition position = known.get(path.toString());
    return position == null ? EventLogPosition.unknown(stamp, path) : position;
  }

  /** Returns when {@code position} would survive a crash of the machine. */
  void save(EventLogPosition position) throws IOException {
    put(position);
    if (known.size() > MANY) {
      known.keySet().removeIf(path -> !Files.exists(Path.of(path)));
    }
    file.save(known.values().stream().map(EventLogPosition::toLine).toList());
  }
}
