package vn.lachan.collector.forward;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalBatch;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.collector.journal.JournalSettings;

/** A receiver with its journal, as the platform has them. */
final class Province implements AutoCloseable {
  static final String COMMUNE = "xa-an-tuong";
  static final String NEIGHBOUR = "xa-lang-gieng";
  static final JournalSettings LIMITS =
      JournalSettings.DEFAULT
          .withSegmentBytes(64 << 10)
          .withMaxBytes(1L << 30)
          .withMinFreeBytes(0)
          .withRetryInterval(Duration.ofMillis(20));

  private final Journal journal;
  private final JournalReader reader;
  final ForwardInput input;
  private final List<RawLog> seen = new ArrayList<>();

  Province(Path folder, int port, SSLContext tls) {
    this(folder, port, tls, LIMITS);
  }

  Province(Path folder, int port, SSLContext tls, JournalSettings limits) {
    this(folder, port, tls, limits, journal -> journal);
  }

  /**
   * @param between stands between the input and the journal
   */
  Province(
      Path folder,
      int port,
      SSLContext tls,
      JournalSettings limits,
      Function<Journal, Intake> between) {
    journal = Journal.open(folder.resolve("journal"), limits);
    reader = journal.reader("detect");
    Listener listener =
        Listener.of("forward", new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .withTls(new Listener.Tls(tls, true));
    ForwardInputSettings standard =
        ForwardInputSettings.of(
            listener,
            List.of(
                new ForwardInputSettings.Forwarder(COMMUNE, Set.of("motcua", "tuong-lua")),
                new ForwardInputSettings.Forwarder(NEIGHBOUR, Set.of("motcua-khac"))));
    input =
        new ForwardInput(
            new ForwardInputSettings(
                listener,
                standard.forwarders(),
                standard.maxBatchBytes(),
                standard.maxBatchRecords(),
                Duration.ofMillis(100),
                Duration.ofMillis(50)),
            JournalPositions.open(journal, folder),
            between.apply(journal),
            Clock.systemUTC());
    input.start();
  }

  ForwarderHealth commune() {
    return input.forwarders().getFirst();
  }

  /** What came so far, once it is {@code count} records or nothing came for long. */
  List<RawLog> await(int count) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (seen.size() < count && System.nanoTime() < deadline) {
      JournalBatch batch = reader.read(10_000, Duration.ofMillis(200));
      seen.addAll(batch.logs());
      reader.commit(batch.next());
    }
    return List.copyOf(seen);
  }

  /** All that is in the journal. */
  List<RawLog> all() throws InterruptedException {
    JournalBatch batch = reader.read(10_000, Duration.ZERO);
    while (!batch.isEmpty()) {
      seen.addAll(batch.logs());
      batch = reader.read(10_000, Duration.ZERO);
    }
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    input.close();
    reader.close();
    journal.close();
  }
}
