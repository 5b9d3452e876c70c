package vn.lachan.collector.input;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

/** Hands records to the journal, waiting as long as the journal makes it wait. */
final class Keeping {
  private Keeping() {}

  /**
   * Returns when all of {@code logs} would survive a crash of the machine.
   *
   * @throws IOException when they were not taken: whoever sent them must not hear that they were
   */
  static void keep(Intake intake, List<RawLog> logs, InputMeter meter)
      throws IOException, InterruptedException {
    if (logs.isEmpty()) {
      return;
    }
    switch (intake.take(List.copyOf(logs), Intake.FOREVER)) {
      case Receipt.Refused(Receipt.Reason reason) -> {
        String problem = "the journal takes nothing: " + text(reason);
        meter.problem(problem);
        throw new IOException(problem);
      }
      case Receipt.Taken(var durable) -> {
        try {
          durable.get();
        } catch (ExecutionException e) {
          throw new IOException("the journal was closed", e);
        }
      }
    }
    count(logs, meter);
  }

  /** Returns when the journal has {@code logs}; what it does not take is counted as dropped. */
  static void hand(Intake intake, List<RawLog> logs, InputMeter meter) throws InterruptedException {
    if (logs.isEmpty()) {
      return;
    }
    count(logs, meter);
    if (intake.take(List.copyOf(logs), Intake.FOREVER)
        instanceof Receipt.Refused(Receipt.Reason reason)) {
      meter.problem("dropped " + logs.size() + " messages: " + text(reason));
      meter.dropped.add(logs.size());
    }
  }

  private static void count(List<RawLog> logs, InputMeter meter) {
    meter.received(logs.size(), logs.stream().mapToLong(log -> log.bytes().length).sum());
  }

  private static String text(Receipt.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
