package vn.lachan.collector.input;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

/** Hands records to the journal and waits until they are safe there. */
final class Keeping {
  private Keeping() {}

  /**
   * Returns when all of {@code logs} would survive a crash of the machine; waits as long as the
   * journal makes it wait.
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
        String problem = "the journal takes nothing: " + reason.name().toLowerCase(Locale.ROOT);
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
    meter.received(logs.size(), logs.stream().mapToLong(log -> log.bytes().length).sum());
  }
}
