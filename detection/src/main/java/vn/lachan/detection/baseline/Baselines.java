package vn.lachan.detection.baseline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.SigmaBaseline;
import vn.lachan.detection.sigma.SigmaBaseline.Hours;

/**
 * Watches the baselines of rules over a stream of events. The same events in the same order give
 * the same deviations; an event that comes twice (among the last {@link
 * BaselineLimits#remembered()}) counts once. Raises nothing for a key that is still learned. For
 * one thread.
 *
 * <p>Every event is to be given, also one that fits no rule: what does not happen is noticed by the
 * time that other events tell.
 */
public final class Baselines {
  private static final int MAGIC = 0x4c43424c;
  private static final int VERSION = 1;

  private final List<BaselineRule> rules;
  private final Map<Integer, Integer> indexOfNumber = new HashMap<>();
  private final BaselineLimits limits;
  private final ZoneId zone;
  private final List<LinkedHashMap<List<String>, KeyState>> keys = new ArrayList<>();
  private final Clocks clocks;
  private final Recent recent;
  private final Deadlines deadlines = new Deadlines();
  private long deviations;
  private long late;
  private long ahead;
  private long incomplete;
  private long droppedKeys;
  private long unjudged;

  /**
   * @param zone in which days begin
   */
  public Baselines(List<BaselineRule> rules, BaselineLimits limits, ZoneId zone) {
    this.rules = List.copyOf(rules);
    this.limits = limits;
    this.zone = zone;
    this.clocks = new Clocks(limits.blind().toMillis());
    this.recent = new Recent(limits.remembered());
    for (int i = 0; i < rules.size(); i++) {
      indexOfNumber.put(rules.get(i).number(), i);
      keys.add(new LinkedHashMap<>());
    }
  }

  /** Whether there is anything to watch; if not, events need not be given. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Whether the rule with this number has a baseline. */
  public boolean watches(int number) {
    return indexOfNumber.containsKey(number);
  }

  /** What one event shows: first what has stayed away until now, then what it does itself. */
  public List<Deviation> accept(Observation given) {
    if (rules.isEmpty()) {
      return List.of();
    }
    clocks.advance(given.arrived(), given.working());
    List<Deviation> found = new ArrayList<>();
    overdue(found);
    List<Integer> own = given.rules().stream().filter(indexOfNumber::containsKey).toList();
    if (!own.isEmpty() && recent.isNew(given.eventId())) {
      Observation seen = believed(given);
      for (int number : own) {
        Deviation deviation = accept(indexOfNumber.getOrDefault(number, 0), seen);
        if (deviation != null) {
          found.add(deviation);
        }
      }
    }
    deviations += found.size();
    return found;
  }

  /** A time far ahead of the arrival would close periods before they are over. */
  private Observation believed(Observation given) {
    if (given.time() <= given.arrived() + limits.lateness().toMillis()) {
      return given;
    }
    ahead++;
    return new Observation(
        given.eventId(),
        given.arrived(),
        given.arrived(),
        given.working(),
        given.rules(),
        given.values());
  }

  private @Nullable Deviation accept(int index, Observation seen) {
    SigmaBaseline what = rules.get(index).what();
    if (!isInHours(what, seen)) {
      return null;
    }
    List<String> key = key(what, seen);
    String text = what.field().isEmpty() ? "" : seen.values().apply(what.field());
    if (key == null || text == null) {
      incomplete++;
      return null;
    }
    LinkedHashMap<List<String>, KeyState> ofRule = keys.get(index);
    KeyState state = ofRule.get(key);
    if (state == null) {
      state = KeyState.of(what, limits);
    }
    ofRule.putLast(key, state);
    while (ofRule.size() > limits.keysPerRule()) {
      ofRule.pollFirstEntry();
      droppedKeys++;
    }
    return switch (state) {
      case Amounts amounts -> amount(index, key, amounts, text, seen);
      case SeenValues values -> firstSeen(index, key, values, text, seen);
      case LastSeen last -> reappears(index, key, last, seen);
      case Quiet quiet -> {
        there(index, key, quiet, seen);
        yield null;
      }
      case Awaited awaited -> {
        awaited(index, key, awaited, text, seen);
        yield null;
      }
    };
  }

  /** For what stays away, hours are those of the clock, not of the event. */
  private static boolean isInHours(SigmaBaseline what, Observation seen) {
    if (what.kind().isAbsence()) {
      return true;
    }
    return switch (what.hours()) {
      case ALL, SPLIT -> true;
      case WORKING -> seen.working().equals("true");
      case OFF -> seen.working().equals("false");
    };
  }

  private static @Nullable List<String> key(SigmaBaseline what, Observation seen) {
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

  private @Nullable Deviation amount(
      int index, List<String> key, Amounts amounts, String text, Observation seen) {
    SigmaBaseline what = rules.get(index).what();
    boolean numeric =
        what.kind() == SigmaBaseline.Kind.SUM || what.kind() == SigmaBaseline.Kind.VALUE;
    double number = numeric ? number(text) : 0;
    if (Double.isNaN(number)) {
      incomplete++;
      return null;
    }
    amounts.seenAt(seen.time());
    boolean off = what.hours() == Hours.SPLIT && seen.working().equals("false");
    Lane lane = amounts.lane(off);
    long start = start(seen.time(), what.period().toMillis());
    Period period = lane.at(start, seen.arrived());
    if (period == null) {
      late++;
      return null;
    }
    double amount = period.add(what.kind(), text, number, seen, limits);
    double usual = what.factor() * lane.learned().value();
    double limit = Math.max(what.leastFor(seen.text(Observation.LEVEL)), usual);
    if (amount <= limit || period.raised() || !amounts.knows(start)) {
      return null;
    }
    period.raised(limit);
    return Deviation.atEvent(
        rules.get(index).number(),
        key,
        seen,
        period.first(),
        amount,
        limit,
        period.ids(),
        period.events());
  }

  private static double number(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isInfinite(number) ? Double.NaN : number;
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  private long start(long time, long length) {
    long offset = zone.getRules().getOffset(Instant.ofEpochMilli(time)).getTotalSeconds() * 1000L;
    return Math.floorDiv(time + offset, length) * length - offset;
  }

  private @Nullable Deviation firstSeen(
      int index, List<String> key, SeenValues values, String text, Observation seen) {
    int known = values.size();
    return switch (values.see(Recent.hash(text), seen.time())) {
      case KNOWN, LEARNED -> null;
      case UNJUDGED -> {
        unjudged++;
        yield null;
      }
      case NEW -> single(index, key, seen, known, 0);
    };
  }

  private @Nullable Deviation reappears(
      int index, List<String> key, LastSeen last, Observation seen) {
    long period = rules.get(index).what().period().toMillis();
    long away = last.see(seen.time());
    return away > period ? single(index, key, seen, (double) away, (double) period) : null;
  }

  private Deviation single(
      int index, List<String> key, Observation seen, double measured, double limit) {
    return Deviation.atEvent(
        rules.get(index).number(),
        key,
        seen,
        seen.time(),
        measured,
        limit,
        List.of(seen.eventId()),
        1);
  }

  private void there(int index, List<String> key, Quiet quiet, Observation seen) {
    Hours hours = rules.get(index).what().hours();
    quiet.see(seen, clocks, clocks.passed(hours));
    if (!quiet.isQueued() || quiet.deadline() < quiet.queued()) {
      quiet.queue(quiet.deadline());
      deadlines.add(hours, quiet.queued(), index, key);
    }
  }

  private void awaited(
      int index, List<String> key, Awaited awaited, String text, Observation seen) {
    SigmaBaseline what = rules.get(index).what();
    long passed = clocks.passed(what.hours());
    long period = what.period().toMillis();
    if (text.equals(what.opens())) {
      awaited.open(seen, passed, period);
    } else if (text.equals(what.closes())) {
      awaited.answer(passed);
    }
    deadlines.add(what.hours(), awaited.next(period), index, key);
  }

  private void overdue(List<Deviation> found) {
    Deadlines.Due due = deadlines.next(clocks);
    while (due != null) {
      KeyState state = keys.get(due.rule()).get(due.key());
      SigmaBaseline what = rules.get(due.rule()).what();
      long passed = clocks.passed(what.hours());
      if (state instanceof Quiet quiet && quiet.queued() == due.at()) {
        silent(due, quiet, passed, found);
      } else if (state instanceof Awaited awaited) {
        unanswered(due, awaited, passed, what.period().toMillis(), found);
      }
      due = deadlines.next(clocks);
    }
  }

  private void silent(Deadlines.Due due, Quiet quiet, long passed, List<Deviation> found) {
    BaselineRule rule = rules.get(due.rule());
    if (quiet.deadline() > passed) {
      quiet.queue(quiet.deadline());
      deadlines.add(rule.what().hours(), quiet.queued(), due.rule(), due.key());
      return;
    }
    quiet.unqueue();
    boolean learning = quiet.learning(clocks);
    Deviation deviation = quiet.tell(rule.number(), due.key(), clocks, passed);
    if (!learning) {
      found.add(deviation);
    }
  }

  private void unanswered(
      Deadlines.Due due, Awaited awaited, long passed, long period, List<Deviation> found) {
    BaselineRule rule = rules.get(due.rule());
    if (awaited.isOverdue(passed, period)) {
      found.add(awaited.tell(rule.number(), due.key(), clocks, passed, period));
      keys.get(due.rule()).remove(due.key());
    } else if (awaited.next(period) <= passed) {
      keys.get(due.rule()).remove(due.key());
    }
  }

  /** Takes over what other baselines hold for rules that are the same here. */
  public void adopt(Baselines other) {
    clocks.copy(other.clocks);
    recent.copy(other.recent);
    deviations += other.deviations;
    late += other.late;
    ahead += other.ahead;
    incomplete += other.incomplete;
    droppedKeys += other.droppedKeys;
    unjudged += other.unjudged;
    for (int i = 0; i < other.rules.size(); i++) {
      int own = indexOf(other.rules.get(i).key());
      if (own >= 0) {
        keys.get(own).putAll(other.keys.get(i));
      }
    }
    queueAll();
  }

  private int indexOf(String key) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private void queueAll() {
    deadlines.clear();
    for (int i = 0; i < rules.size(); i++) {
      SigmaBaseline what = rules.get(i).what();
      for (Map.Entry<List<String>, KeyState> entry : keys.get(i).entrySet()) {
        if (entry.getValue() instanceof Quiet quiet && quiet.isQueued()) {
          deadlines.add(what.hours(), quiet.queued(), i, entry.getKey());
        } else if (entry.getValue() instanceof Awaited awaited) {
          deadlines.add(what.hours(), awaited.next(what.period().toMillis()), i, entry.getKey());
        }
      }
    }
  }

  /** What is held and what was lost so far. Looks at every key. */
  public BaselineStats stats() {
    long count = 0;
    long learning = 0;
    for (Map<List<String>, KeyState> ofRule : keys) {
      count += ofRule.size();
      learning += ofRule.values().stream().filter(state -> state.learning(clocks)).count();
    }
    return new BaselineStats(
        rules.size(),
        count,
        learning,
        deviations,
        late,
        ahead,
        incomplete,
        droppedKeys,
        unjudged,
        clocks.blind());
  }

  /**
   * All that is held, to be put back by {@link #restore}: magic "LCBL", version 1, clocks, recent
   * events, then for each rule its key (text) and the bytes of its keys. Texts and arrays stand
   * behind their length; numbers are big-endian.
   */
  public byte[] save() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      clocks.write(out);
      recent.write(out);
      out.writeInt(rules.size());
      for (int i = 0; i < rules.size(); i++) {
        Bytes.writeText(rules.get(i).key(), out);
        Bytes.writeArray(keysOf(i), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("baselines cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private byte[] keysOf(int index) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(keys.get(index).size());
    for (Map.Entry<List<String>, KeyState> entry : keys.get(index).entrySet()) {
      Bytes.writeTexts(entry.getKey(), out);
      entry.getValue().write(out);
    }
    out.flush();
    return bytes.toByteArray();
  }

  /**
   * Puts back what {@link #save} gave, as far as the rules are still the same. Whatever is held now
   * is forgotten.
   *
   * @throws IllegalArgumentException when {@code state} is damaged or of an unknown version
   */
  public void restore(byte[] state) {
    keys.forEach(Map::clear);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("not a state of baselines");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw new IllegalArgumentException("state of baselines has unknown version " + version);
      }
      clocks.read(in);
      recent.read(in);
      for (int n = in.readInt(); n > 0; n--) {
        int index = indexOf(Bytes.readText(in));
        byte[] ofRule = Bytes.readArray(in);
        if (index >= 0) {
          readKeys(index, ofRule);
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("state of baselines is damaged", e);
    }
    queueAll();
  }

  private void readKeys(int index, byte[] ofRule) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(ofRule));
    for (int n = in.readInt(); n > 0; n--) {
      List<String> key = List.copyOf(Bytes.readTexts(in));
      KeyState state = KeyState.of(rules.get(index).what(), limits);
      state.read(in);
      keys.get(index).put(key, state);
    }
  }

  /** Forgets everything, as before the first event. */
  public void clear() {
    restore(new Baselines(rules, limits, zone).save());
  }
}
