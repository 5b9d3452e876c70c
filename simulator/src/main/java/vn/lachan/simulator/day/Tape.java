package vn.lachan.simulator.day;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.simulator.send.Feed;
import vn.lachan.simulator.send.LogLine;

/** Where log lines gather before they are put in order. */
final class Tape {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<TapedLine> lines = new ArrayList<>();
  private final Instant end;
  private int attack = -1;
  private long beyondEnd;

  /** Takes nothing after {@code end}: the future has no log. */
  Tape(Instant end) {
    this.end = end;
  }

  void add(LogLine line) {
    if (line.at().isAfter(end)) {
      beyondEnd++;
    } else {
      lines.add(new TapedLine(line, attack));
    }
  }

  void addJson(Feed feed, Instant at, String host, String app, Object object) {
    add(new LogLine(feed, at, host, app, "", JSON.writeValueAsString(object)));
  }

  /** Lines added from now on belong to attack {@code number}, or to nothing for -1. */
  void partOf(int number) {
    this.attack = number;
  }

  /** Lines that lay behind the end and were left out. */
  long beyondEnd() {
    return beyondEnd;
  }

  /** All lines by their time; lines of the same millisecond in the order they were added. */
  List<TapedLine> inOrder() {
    List<TapedLine> sorted = new ArrayList<>(lines);
    sorted.sort(Comparator.comparing(taped -> taped.line().at()));
    return sorted;
  }
}
