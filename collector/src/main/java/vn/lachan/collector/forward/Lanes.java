package vn.lachan.collector.forward;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.DurableFile;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalException;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.collector.journal.JournalStats;

/**
 * The journals of a forwarder, one a lane, each bounded by itself: a full ordinary lane does not
 * keep the urgent one from taking. A lane has an id that is made with its journal, so that
 * positions of a journal that was thrown away are never mistaken for positions of the next one.
 *
 * <p>Safe for use by several threads.
 */
public final class Lanes implements Intake, AutoCloseable {
  static final String READER = "forward";
  private static final Logger log = LoggerFactory.getLogger(Lanes.class);

  private final Map<Lane, Journal> journals = new EnumMap<>(Lane.class);
  private final Map<Lane, UUID> ids = new ConcurrentHashMap<>();
  private final Path folder;
  private final Predicate<RawLog> urgent;

  private Lanes(Path folder, Predicate<RawLog> urgent) {
    this.folder = folder;
    this.urgent = urgent;
  }

  /**
   * Opens the lanes below {@code folder}, makes them when there are none.
   *
   * @param urgent whether a record goes first
   * @throws JournalException when a folder cannot be used or another process uses it
   */
  public static Lanes open(
      Path folder,
      JournalSettings urgentLimits,
      JournalSettings ordinaryLimits,
      Predicate<RawLog> urgent) {
    Lanes lanes = new Lanes(folder, urgent);
    try {
      lanes.open(Lane.URGENT, urgentLimits);
      lanes.open(Lane.ORDINARY, ordinaryLimits);
      return lanes;
    } catch (RuntimeException e) {
      lanes.close();
      throw e;
    }
  }

  private void open(Lane lane, JournalSettings limits) {
    Path own = folder.resolve(lane.text());
    Journal journal = Journal.open(own, limits);
    journals.put(lane, journal);
    try (JournalReader reader = journal.reader(READER)) {
      boolean restarted = journal.end().compareTo(reader.committed()) < 0;
      if (restarted) {
        log.error("lane {}: its segments are gone; it begins anew under a new id", lane.text());
      }
      ids.put(lane, id(own.resolve("lane.id"), restarted));
      if (!restarted) {
        return;
      }
    } catch (IOException e) {
      throw new JournalException("cannot keep the id of lane " + lane.text(), e);
    }
    journal.removeReader(READER);
  }

  private static UUID id(Path file, boolean anew) throws IOException {
    if (!anew && Files.exists(file)) {
      try {
        return UUID.fromString(Files.readString(file, StandardCharsets.US_ASCII).strip());
      } catch (IllegalArgumentException _) {
        log.error("{} holds no id; the lane gets a new one", file);
      }
    }
    UUID made = UUID.randomUUID();
    DurableFile.replace(file, (made + "\n").getBytes(StandardCharsets.US_ASCII));
    return made;
  }

  /**
   * Gives {@code lane} a new id: its journal is older than what was forwarded under the old one.
   */
  void renew(Lane lane) throws IOException {
    log.error("lane {} is older than what the province has of it; it gets a new id", lane.text());
    ids.put(lane, id(folder.resolve(lane.text()).resolve("lane.id"), true));
  }

  /** Shows what each lane took last; the records of one sender in order within a lane. */
  public void recent(Consumer<RawLog> to) {
    journals.values().forEach(journal -> journal.recent(to));
  }

  Journal journal(Lane lane) {
    return java.util.Objects.requireNonNull(journals.get(lane), "every lane is open");
  }

  UUID id(Lane lane) {
    return java.util.Objects.requireNonNull(ids.get(lane), "every lane has an id");
  }

  /**
   * {@inheritDoc}
   *
   * <p>When records of both lanes are handed over together and only the urgent lane has room, these
   * stay taken although the answer is a refusal: a sender that tries again gives them the same
   * positions, and they become the same events.
   */
  @Override
  public Receipt take(List<RawLog> logs, Duration patience) throws InterruptedException {
    List<RawLog> first = new ArrayList<>();
    List<RawLog> rest = new ArrayList<>();
    for (RawLog one : logs) {
      (urgent.test(one) ? first : rest).add(one);
    }
    if (first.isEmpty()) {
      return journal(Lane.ORDINARY).take(rest, patience);
    }
    Receipt receipt = journal(Lane.URGENT).take(first, patience);
    if (rest.isEmpty() || !(receipt instanceof Receipt.Taken(CompletableFuture<Void> one))) {
      return receipt;
    }
    return switch (journal(Lane.ORDINARY).take(rest, patience)) {
      case Receipt.Refused refused -> refused;
      case Receipt.Taken(CompletableFuture<Void> other) ->
          new Receipt.Taken(CompletableFuture.allOf(one, other));
    };
  }

  /** How the journal of {@code lane} is doing. */
  public JournalStats stats(Lane lane) {
    return journal(lane).stats();
  }

  /** Bytes of {@code lane} that the province has not acknowledged. */
  public long backlog(Lane lane) {
    return stats(lane).readers().stream()
        .filter(reader -> reader.name().equals(READER))
        .mapToLong(JournalStats.Reader::lagBytes)
        .sum();
  }

  /** Records that were refused because a lane was full or its disk broken. */
  public long refused() {
    return journals.values().stream().mapToLong(journal -> journal.stats().refused()).sum();
  }

  @Override
  public void close() {
    journals.values().forEach(Journal::close);
  }
}
