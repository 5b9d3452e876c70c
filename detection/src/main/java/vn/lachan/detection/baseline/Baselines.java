package vn.lachan.detection.baseline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  private final BaselineLimits limits;
  private final Map<Integer, Watch> byNumber = new HashMap<>();
  private final List<Watch> watches = new ArrayList<>();
  private final Clocks clocks;
  private final Recent recent;
  private final Deadlines deadlines = new Deadlines();
  private final Tally tally = new Tally();

  /**
   * @param zone in which days begin
   */
  public Baselines(List<BaselineRule> rules, BaselineLimits limits, ZoneId zone) {
    this.limits = limits;
    this.clocks = new Clocks(limits.blind().toMillis());
    this.recent = new Recent(limits.remembered());
    Watch.Surroundings around = new Watch.Surroundings(limits, zone, clocks, deadlines, tally);
    for (BaselineRule rule : rules) {
      Watch watch = new Watch(watches.size(), rule, around);
      watches.add(watch);
      byNumber.put(rule.number(), watch);
    }
  }

  /** Whether there is anything to watch; if not, events need not be given. */
  public boolean isEmpty() {
    return watches.isEmpty();
  }

  /** Whether the rule with this number has a baseline. */
  public boolean watches(int number) {
    return byNumber.containsKey(number);
  }

  /** What one event shows: first what has stayed away until now, then what it does itself. */
  public List<Deviation> accept(Observation given) {
    if (watches.isEmpty()) {
      return List.of();
    }
    clocks.advance(given.arrived(), given.working());
    List<Deviation> found = new ArrayList<>();
    overdue(found);
    List<Watch> own =
        given.rules().stream().filter(byNumber::containsKey).map(byNumber::get).toList();
    if (!own.isEmpty() && recent.isNew(given.eventId())) {
      Observation seen = believed(given);
      for (Watch watch : own) {
        add(watch.accept(seen), found);
      }
    }
    tally.deviations += found.size();
    return found;
  }

  private void overdue(List<Deviation> found) {
    Deadlines.Due due = deadlines.next(clocks);
    while (due != null) {
      add(watches.get(due.rule()).due(due), found);
      due = deadlines.next(clocks);
    }
  }

  private static void add(@Nullable Deviation deviation, List<Deviation> found) {
    if (deviation != null) {
      found.add(deviation);
    }
  }

  /** A time far ahead of the arrival would close periods before they are over. */
  private Observation believed(Observation given) {
    if (given.time() <= given.arrived() + limits.lateness().toMillis()) {
      return given;
    }
    tally.ahead++;
    return new Observation(
        given.eventId(),
        given.arrived(),
        given.arrived(),
        given.working(),
        given.rules(),
        given.values());
  }

  /** Takes over what other baselines hold for rules that are the same here. */
  public void adopt(Baselines other) {
    clocks.copy(other.clocks);
    recent.copy(other.recent);
    tally.add(other.tally);
    for (Watch theirs : other.watches) {
      Watch own = find(theirs.ruleKey());
      if (own != null) {
        own.adopt(theirs);
      }
    }
    queueAll();
  }

  private @Nullable Watch find(String ruleKey) {
    for (Watch watch : watches) {
      if (watch.ruleKey().equals(ruleKey)) {
        return watch;
      }
    }
    return null;
  }

  private void queueAll() {
    deadlines.clear();
    watches.forEach(Watch::queueAll);
  }

  /** What is held and what was lost so far. Looks at every key. */
  public BaselineStats stats() {
    return new BaselineStats(
        watches.size(),
        watches.stream().mapToLong(Watch::size).sum(),
        watches.stream().mapToLong(Watch::learning).sum(),
        tally.deviations,
        tally.late,
        tally.ahead,
        tally.incomplete,
        tally.droppedKeys,
        tally.unjudged,
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
      out.writeInt(watches.size());
      for (Watch watch : watches) {
        Bytes.writeText(watch.ruleKey(), out);
        Bytes.writeArray(watch.save(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("baselines cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Puts back what {@link #save} gave, as far as the rules are still the same. Whatever is held now
   * is forgotten.
   *
   * @throws IllegalArgumentException when {@code state} is damaged or of an unknown version
   */
  public void restore(byte[] state) {
    watches.forEach(Watch::clear);
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
        Watch watch = find(Bytes.readText(in));
        byte[] ofRule = Bytes.readArray(in);
        if (watch != null) {
          watch.restore(ofRule);
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("state of baselines is damaged", e);
    }
    queueAll();
  }

  /** Forgets everything, as before the first event. */
  public void clear() {
    watches.forEach(Watch::clear);
    deadlines.clear();
    clocks.copy(new Clocks(limits.blind().toMillis()));
    recent.clear();
  }
}
