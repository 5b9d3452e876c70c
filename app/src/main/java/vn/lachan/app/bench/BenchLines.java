package vn.lachan.app.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.registry.Registry;
import vn.lachan.simulator.LoadRun;
import vn.lachan.simulator.Plan;
import vn.lachan.simulator.Simulation;
import vn.lachan.simulator.send.LogLine;
import vn.lachan.simulator.send.Sender;
import vn.lachan.simulator.send.Senders;

/** Lines as they arrive by syslog, each another. */
final class BenchLines {
  /** A working day is over. */
  private static final Instant EVENING = Instant.parse("2026-11-20T14:00:00Z");

  /** Lines of all kinds that a dossier leaves. */
  private static final int LINES_A_DOSSIER = 45;

  private BenchLines() {}

  /** Of a one-stop portal; {@code run} tells them from other lines. */
  static List<String> oneStop(String run, int count, Clock clock) {
    Collecting lines = new Collecting();
    LoadRun.run(new LoadRun.Settings(run, 0, count), lines, clock, nowhere());
    return lines.taken;
  }

  /** Of a day of the province with its attacks, about {@code count}. */
  static List<String> day(int count, Registry registry, Clock clock) {
    Collecting lines = new Collecting();
    Simulation.run(
        Plan.of(registry, EVENING).withDossiers(Math.max(1, count / LINES_A_DOSSIER)),
        new Senders().with(Senders.SYSLOG_DATASETS, lines),
        clock,
        nowhere());
    return lines.taken;
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private static final class Collecting implements Sender {
    private final List<String> taken = new ArrayList<>();

    @Override
    public void send(LogLine line) {
      taken.add(
          "<%d>1 %s %s %s - - - %s"
              .formatted(
                  line.feed().facility() * 8 + 6, line.at(), line.host(), line.app(), line.text()));
    }

    @Override
    public void flush() {
      // kept in memory
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
