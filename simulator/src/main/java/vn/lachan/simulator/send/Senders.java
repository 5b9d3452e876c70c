package vn.lachan.simulator.send;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which lines go where. A data set without a sender is left out, together with the attacks that
 * need it.
 */
public final class Senders implements AutoCloseable {
  private final Map<Feed, Sender> byFeed = new EnumMap<>(Feed.class);

  /** Data sets that syslog can carry, the platform telling them apart by the program's name. */
  public static final Set<String> SYSLOG_DATASETS =
      Set.of("dvc.motcua", "dxp.opmon", "dxp.gateway", "dxp.audit", "nginx.access", "linux.auth");

  /** All data sets that are simulated. */
  public static Set<String> datasets() {
    Set<String> names = new LinkedHashSet<>();
    for (Feed feed : Feed.values()) {
      names.add(feed.dataset());
    }
    return names;
  }

  /** Sends lines of {@code dataset} through {@code sender}, which is closed with this object. */
  public Senders with(String dataset, Sender sender) {
    Feed feed =
        Feed.of(dataset)
            .orElseThrow(() -> new IllegalArgumentException("not simulated: " + dataset));
    byFeed.put(feed, sender);
    return this;
  }

  /** Sends lines of all {@code datasets} through {@code sender}. */
  public Senders with(Set<String> datasets, Sender sender) {
    datasets.forEach(dataset -> with(dataset, sender));
    return this;
  }

  /** Whether lines of {@code feed} have a sender. */
  public boolean takes(Feed feed) {
    return byFeed.containsKey(feed);
  }

  /** Sends {@code line}; one without a sender is left out. */
  public void send(LogLine line) {
    Optional.ofNullable(byFeed.get(line.feed())).ifPresent(sender -> sender.send(line));
  }

  /** Flushes every sender. */
  public void flush() {
    byFeed.values().stream().distinct().forEach(Sender::flush);
  }

  /** All senders as one; a line without a sender is dropped. */
  public Sender asSender() {
    Senders all = this;
    return new Sender() {
      @Override
      public void send(LogLine line) {
        all.send(line);
      }

      @Override
      public void flush() {
        all.flush();
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }

  @Override
  public void close() {
    byFeed.values().stream().distinct().forEach(Sender::close);
  }
}
