package vn.lachan.app.bench;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import vn.lachan.app.tls.TlsIdentity;
import vn.lachan.collector.Door;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.Way;
import vn.lachan.collector.forward.ForwardInput;
import vn.lachan.collector.forward.ForwardInputSettings;
import vn.lachan.collector.forward.ForwardSender;
import vn.lachan.collector.forward.ForwardSettings;
import vn.lachan.collector.forward.ForwardStats;
import vn.lachan.collector.forward.JournalPositions;
import vn.lachan.collector.forward.Lanes;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;

/**
 * What forwarding costs on the line and how fast it is: one-stop events from the lanes of a
 * forwarder to the journal of a province in the same process, over TLS. Once with the batches of a
 * backlog, and once with batches of few events, as a quiet commune sends them.
 */
final class ForwardBench {
  private static final String NAME = "bench";
  private static final int FEW = 10;
  private static final int TAKEN_AT_ONCE = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path folder;
  private final int events;
  private final Clock clock;
  private final PrintStream out;

  ForwardBench(Path folder, int events, Clock clock, PrintStream out) {
    this.folder = folder;
    this.events = events;
    this.clock = clock;
    this.out = out;
  }

  /** Prints the figures; whether all events arrived. */
  boolean run() throws InterruptedException {
    List<String> lines = ParseRates.oneStop(events, clock);
    boolean backlog = leg("backlog", lines, 1_000);
    boolean few = leg("few", lines.subList(0, Math.min(lines.size(), 20_000)), FEW);
    return backlog && few;
  }

  private boolean leg(String name, List<String> lines, int batch) throws InterruptedException {
    Path own = folder.resolve(name);
    TlsIdentity there = TlsIdentity.ensure(own.resolve("there").resolve("keys"), clock);
    TlsIdentity here = TlsIdentity.ensure(own.resolve("here").resolve("keys"), clock, NAME);
    JournalSettings limits = JournalSettings.DEFAULT.withMinFreeBytes(0);
    LogSources sources = new LogSources(List.of(LogSource.of(NAME, "dvc.motcua", "")));
    Pseudonymizer pseudonymizer = new Pseudonymizer(PseudonymKey.ephemeral());
    try (Journal journal = Journal.open(own.resolve("journal"), limits);
        ForwardInput input =
            new ForwardInput(
                settings(there, here),
                JournalPositions.open(journal, own),
                new Door(journal, pseudonymizer, new SourceStatistics(sources, clock))
                    .through(Way.FORWARDER),
                clock);
        Lanes lanes = Lanes.open(own.resolve("lanes"), limits, limits, _ -> false)) {
      Door door = new Door(lanes, pseudonymizer, new SourceStatistics(sources, clock));
      fill(door.through(Way.FILE), lines);
      input.start();
      ForwardSettings line =
          ForwardSettings.of(
                  "localhost", input.port(), here.sslContext(Optional.of(there.certificateFile())))
              .withBatch(128 << 10, batch);
      return send(name, new ForwardSender(line, lanes), lines.size());
    }
  }

  private static ForwardInputSettings settings(TlsIdentity there, TlsIdentity here) {
    Listener listener =
        Listener.of("forward", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withTls(new Listener.Tls(there.sslContext(Optional.of(here.certificateFile())), true));
    return ForwardInputSettings.of(
        listener, List.of(new ForwardInputSettings.Forwarder(NAME, Set.of(NAME))));
  }

  private void fill(Intake intake, List<String> lines) throws InterruptedException {
    Receipt last = null;
    for (int from = 0; from < lines.size(); from += TAKEN_AT_ONCE) {
      List<RawLog> logs = new ArrayList<>();
      int to = Math.min(lines.size(), from + TAKEN_AT_ONCE);
      for (int i = from; i < to; i++) {
        byte[] bytes = lines.get(i).getBytes(StandardCharsets.UTF_8);
        logs.add(new RawLog(NAME, clock.instant(), "10.60.72.14:514", "bench:" + i, bytes));
      }
      last = intake.take(logs, Intake.FOREVER);
    }
    if (last instanceof Receipt.Taken(var durable)) {
      try {
        durable.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the lanes took nothing", e);
      }
    }
  }

  private boolean send(String name, ForwardSender sender, int count) throws InterruptedException {
    try (sender) {
      long start = System.nanoTime();
      sender.start();
      while (sender.stats().acknowledged() < count
          && System.nanoTime() - start < PATIENCE.toNanos()) {
        Thread.sleep(Duration.ofMillis(5));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      ForwardStats stats = sender.stats();
      double number = Math.max(1, stats.acknowledged());
      out.printf(
          Locale.ROOT,
          "forward %-8s events %d  raw bytes/event %.1f  line bytes/event %.1f  ratio %.3f"
              + "  events/s %.0f%n",
          name,
          stats.acknowledged(),
          stats.rawBytes() / number,
          stats.lineBytes() / number,
          stats.lineBytes() / (double) Math.max(1, stats.rawBytes()),
          number / seconds);
      return stats.acknowledged() == count;
    }
  }
}
