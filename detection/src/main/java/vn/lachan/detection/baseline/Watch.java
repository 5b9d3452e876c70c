package vn.lachan.detection.baseline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.SigmaBaseline;
import vn.lachan.detection.sigma.SigmaBaseline.Hours;

/** The keys of one rule, least recently seen first. For one thread. */
final class Watch {
  private final int index;
  private final BaselineRule rule;
  private final SigmaBaseline what;
  private final long period;
  private final Surroundings around;
  private final LinkedHashMap<List<String>, Held> keys = new LinkedHashMap<>();

  /** A key with its bytes as they were saved last, as long as nothing has changed. */
  private static final class Held {
    private final KeyState state;
    private byte @Nullable [] saved;

    Held(KeyState state) {
      this.state = state;
    }
  }

  /** What all rules share. */
  record Surroundings(
      BaselineLimits limits, ZoneId zone, Clocks clocks, Deadlines deadlines, Tally tally) {}

  Watch(int index, BaselineRule rule, Surroundings around) {
    this.index = index;
    this.rule = rule;
    this.what = rule.what();
    this.period = what.period().toMillis();
    this.around = around;
  }

  String ruleKey() {
    return rule.key();
  }

  int size() {
    return keys.size();
  }

  long learning() {
    return keys.values().stream().filter(held -> held.state.learning(around.clocks())).count();
  }

  private long passed() {
    return around.clocks().passed(what.hours());
  }

  /** Takes an event that the rule fits. */
  @Nullable Deviation accept(Observation seen) {
    if (!isInHours(seen)) {
      return null;
    }
    List<String> key = key(seen);
    String text = what.field().isEmpty() ? "" : seen.values().apply(what.field());
    if (key == null || text == null) {
      around.tally().incomplete++;
      return null;
    }
    return switch (state(key)) {
      case Amounts amounts -> amount(key, amounts, text, seen);
      case SeenValues values -> firstSeen(key, values, text, seen);
      case LastSeen last -> reappears(key, last, seen);
      case Quiet quiet -> {
        there(key, quiet, seen);
        yield null;
      }
      case Awaited awaited -> {
        awaited(key, awaited, text, seen);
        yield null;
      }
    };
  }

  /** For what stays away, hours are those of the clock, not of the event. */
  private boolean isInHours(Observation seen) {
    if (what.kind().isAbsence()) {
      return true;
    }
    return switch (what.hours()) {
      case ALL, SPLIT -> true;
      case WORKING -> seen.working().equals("true");
      case OFF -> seen.working().equals("false");
    };
  }

  private @Nullable List<String> key(Observation seen) {
    String[] values = new String[what.key().size()];
    for (int i = 0; i < values.length; i++) {
      String value = seen.values().apply(what.key().get(i));
      if (value == null || value.isEmpty()) {
        return null;
      }
      values[i] = value;
    }
    return List.of(values);
  }

  private KeyState state(List<String> key) {
    Held known = keys.get(key);
    Held held = known == null ? new Held(KeyState.of(what, around.limits())) : known;
    held.saved = null;
    keys.putLast(key, held);
    while (keys.size() > around.limits().keysPerRule()) {
      keys.pollFirstEntry();
      around.tally().droppedKeys++;
    }
    return held.state;
  }

  private @Nullable Deviation amount(
      List<String> key, Amounts amounts, String text, Observation seen) {
    boolean numeric =
        what.kind() == SigmaBaseline.Kind.SUM || what.kind() == SigmaBaseline.Kind.VALUE;
    double number = numeric ? number(text) : 0;
    if (Double.isNaN(number)) {
      around.tally().incomplete++;
      return null;
    }
    amounts.seenAt(seen.time());
    Lane lane = amounts.lane(what.hours() == Hours.SPLIT && seen.working().equals("false"));
    long start = start(seen.time());
    Period current = lane.at(start, seen.arrived());
    if (current == null) {
      around.tally().late++;
      return null;
    }
    double amount = current.add(what.kind(), text, number, seen, around.limits());
    double usual = what.factor() * lane.learned().value();
    double limit = Math.max(what.leastFor(seen.text(Observation.LEVEL)), usual);
    if (amount <= limit || current.raised() || !amounts.knows(start)) {
      return null;
    }
    current.raised(limit);
    return Deviation.atEvent(
        rule.number(), key, seen, current.first(), amount, limit, current.ids(), current.events());
  }

  private static double number(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isInfinite(number) ? Double.NaN : number;
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  private long start(long time) {
    Instant at = Instant.ofEpochMilli(time);
    long offset = around.zone().getRules().getOffset(at).getTotalSeconds() * 1000L;
    return Math.floorDiv(time + offset, period) * period - offset;
  }

  private @Nullable Deviation firstSeen(
      List<String> key, SeenValues values, String text, Observation seen) {
    int known = values.size();
    return switch (values.see(Recent.hash(text), seen.time())) {
      case KNOWN, LEARNED -> null;
      case UNJUDGED -> {
        around.tally().unjudged++;
        yield null;
      }
      case NEW -> single(key, seen, known, 0);
    };
  }

  private @Nullable Deviation reappears(List<String> key, LastSeen last, Observation seen) {
    long away = last.see(seen.time());
    return away > period ? single(key, seen, (double) away, (double) period) : null;
  }

  private Deviation single(List<String> key, Observation seen, double measured, double limit) {
    List<String> ids = List.of(seen.eventId());
    return Deviation.atEvent(rule.number(), key, seen, seen.time(), measured, limit, ids, 1);
  }

  private void there(List<String> key, Quiet quiet, Observation seen) {
    quiet.see(seen, around.clocks(), passed());
    if (!quiet.isQueued() || quiet.deadline() < quiet.queued()) {
      queue(key, quiet);
    }
  }

  private void queue(List<String> key, Quiet quiet) {
    quiet.queue(quiet.deadline());
    around.deadlines().add(what.hours(), quiet.queued(), index, key);
  }

  private void awaited(List<String> key, Awaited awaited, String text, Observation seen) {
    if (text.equals(what.opens())) {
      awaited.open(seen, passed(), period);
    } else if (text.equals(what.closes())) {
      awaited.answer(passed());
    }
    around.deadlines().add(what.hours(), awaited.next(period), index, key);
  }

  /** A key has come to the time at which it was to be looked at again. */
  @Nullable Deviation due(Deadlines.Due due) {
    Held held = keys.get(due.key());
    if (held == null) {
      return null;
    }
    held.saved = null;
    KeyState state = held.state;
    if (state instanceof Quiet quiet && quiet.queued() == due.at()) {
      return silent(due.key(), quiet);
    }
    return state instanceof Awaited awaited ? unanswered(due.key(), awaited) : null;
  }

  private @Nullable Deviation silent(List<String> key, Quiet quiet) {
    if (quiet.deadline() > passed()) {
      queue(key, quiet);
      return null;
    }
    quiet.unqueue();
    boolean learning = quiet.learning(around.clocks());
    Deviation deviation = quiet.tell(rule.number(), key, around.clocks(), passed());
    return learning ? null : deviation;
  }

  private @Nullable Deviation unanswered(List<String> key, Awaited awaited) {
    if (awaited.isOverdue(passed(), period)) {
      keys.remove(key);
      return awaited.tell(rule.number(), key, around.clocks(), passed(), period);
    }
    if (awaited.next(period) <= passed()) {
      keys.remove(key);
    }
    return null;
  }

  void clear() {
    keys.clear();
  }

  void adopt(Watch other) {
    keys.putAll(other.keys);
  }

  /** Puts every key that waits into the queue. */
  void queueAll() {
    keys.forEach((key, held) -> {
      if (held.state instanceof Quiet quiet && quiet.isQueued()) {
        around.deadlines().add(what.hours(), quiet.queued(), index, key);
      } else if (held.state instanceof Awaited awaited) {
        around.deadlines().add(what.hours(), awaited.next(period), index, key);
      }
    });
  }

  /** Number of keys (int), then for each its values and its state; only what changed is encoded. */
  byte[] save() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(keys.size());
    for (Map.Entry<List<String>, Held> entry : keys.entrySet()) {
      byte[] saved = entry.getValue().saved;
      if (saved == null) {
        saved = encoded(entry.getKey(), entry.getValue().state);
        entry.getValue().saved = saved;
      }
      out.write(saved);
    }
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] encoded(List<String> key, KeyState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Bytes.writeTexts(key, out);
    state.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  void restore(byte[] saved) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
    for (int n = in.readInt(); n > 0; n--) {
      List<String> key = List.copyOf(Bytes.readTexts(in));
      KeyState state = KeyState.of(what, around.limits());
      state.read(in);
      keys.put(key, new Held(state));
    }
  }
}
