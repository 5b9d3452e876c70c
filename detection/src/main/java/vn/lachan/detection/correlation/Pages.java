package vn.lachan.detection.correlation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns groups into pages and pages into groups.
 *
 * <p>A page has the changes since the one before it, and then some groups as they are now, taken in
 * turn. When every group had its turn, a sweep is over: what stands in the pages of that sweep and
 * after it is enough, because whatever was there when it began is in it. So a page costs what has
 * changed and a little more, the pages that are needed stay a few times as large as the state, and
 * no page ever holds everything at once but the first. For one thread.
 */
final class Pages {
  private final Groups groups;
  private final ChangeLog log;
  private final long slice;
  private long number;
  private long sweepFrom;
  private long neededFrom;
  private int bucket;

  /**
   * @param slice at least so many bytes of a page are groups that have their turn
   */
  Pages(Groups groups, ChangeLog log, long slice) {
    this.groups = groups;
    this.log = log;
    this.slice = slice;
  }

  private List<String> ruleKeys() {
    return groups.lanes().stream().map(Lane::key).toList();
  }

  /** What changed since the last page; everything when not all of it was written down. */
  CorrelationPage next() {
    boolean everything = !log.complete();
    if (everything) {
      log.begin(ruleKeys());
      bucket = 0;
      sweepFrom = number + 1;
    }
    number++;
    boolean begins = number == sweepFrom;
    long until = everything ? Long.MAX_VALUE : log.size() + Math.max(slice, log.size() / 2);
    while (bucket < groups.table().buckets() && log.size() < until) {
      groups.table().forEachIn(bucket++, log::whole);
    }
    if (bucket >= groups.table().buckets()) {
      neededFrom = sweepFrom;
      sweepFrom = number + 1;
      bucket = 0;
    }
    byte[] bytes = log.end(groups.totals());
    log.begin(List.of());
    return new CorrelationPage(number, neededFrom, begins, bytes);
  }

  /** Everything in one page; the pages that follow each other are not affected. */
  byte[] everything() {
    ChangeLog all = new ChangeLog(Long.MAX_VALUE);
    all.begin(ruleKeys());
    groups.forEach(all::whole);
    return all.end(groups.totals());
  }

  /** Goes on after {@code page}, with the rules that run now and what was read of it. */
  void goOnAfter(long page, long needed) {
    number = page;
    neededFrom = needed;
    sweepFrom = page + 1;
    bucket = 0;
    log.begin(ruleKeys());
  }

  long number() {
    return number;
  }

  long neededFrom() {
    return neededFrom;
  }

  /**
   * Puts the groups in {@code pages} in the place of what is held now.
   *
   * @throws IllegalArgumentException when a page is damaged or of an unknown version
   */
  void read(List<byte[]> pages) {
    groups.clear();
    log.stop();
    Texts texts = new Texts();
    for (byte[] page : pages) {
      new PageReader(new StateInput(page, texts), groups).read();
    }
    groups.order();
  }

  /** Reads one page into groups. */
  private static final class PageReader {
    private final StateInput in;
    private final Groups groups;
    private final List<Optional<Lane>> lanes = new ArrayList<>();

    PageReader(StateInput in, Groups groups) {
      this.in = in;
      this.groups = groups;
    }

    void read() {
      if (in.number() != ChangeLog.MAGIC) {
        throw new IllegalArgumentException("not a correlation state");
      }
      long version = in.number();
      if (version != ChangeLog.VERSION) {
        throw new IllegalArgumentException("correlation state has unknown version " + version);
      }
      int named = in.count();
      if (named > 0) {
        groups.keepRules(
            IntStream.range(1, named).mapToObj(_ -> in.text()).collect(Collectors.toSet()));
      }
      int item = in.octet();
      while (item != ChangeLog.END) {
        item(item);
        item = in.octet();
      }
      Groups.Totals totals = groups.totals();
      totals.latestArrival = in.number();
      totals.touches = in.number();
      totals.droppedGroups = in.number();
      totals.droppedEntries = in.number();
      totals.ungrouped = in.number();
    }

    private void item(int item) {
      if (item == ChangeLog.RULE) {
        lanes.add(Optional.ofNullable(groups.lane(in.text())));
        return;
      }
      int number = (int) in.number();
      if (number < 0 || number >= lanes.size()) {
        throw new IllegalArgumentException("correlation state is damaged: no rule " + number);
      }
      Optional<Lane> lane = lanes.get(number);
      String[] key = in.texts();
      switch (item) {
        case ChangeLog.ADDED -> {
          boolean fresh = in.octet() == 1;
          Entry entry = in.entry();
          lane.ifPresent(known -> groups.addAgain(known, key, entry, fresh));
        }
        case ChangeLog.ALERTED -> {
          long time = in.number();
          lane.ifPresent(known -> groups.alertedAgain(known, key, time));
        }
        case ChangeLog.REMOVED -> lane.ifPresent(known -> groups.removeAgain(known, key));
        case ChangeLog.WHOLE -> whole(lane, key);
        default -> throw new IllegalArgumentException("correlation state is damaged: item " + item);
      }
    }

    private void whole(Optional<Lane> lane, String[] key) {
      long touched = in.number();
      long lastArrival = in.number();
      long[] alerts = in.numbers();
      Entry[] entries = new Entry[in.count()];
      for (int i = 0; i < entries.length; i++) {
        entries[i] = in.entry();
      }
      lane.ifPresent(known -> {
        Group group = new Group(known, key, known.hash(key));
        group.touched = touched;
        group.lastArrival = lastArrival;
        group.restoreAlerts(alerts);
        for (Entry entry : entries) {
          group.insert(entry);
        }
        groups.replace(group);
      });
    }
  }
}
