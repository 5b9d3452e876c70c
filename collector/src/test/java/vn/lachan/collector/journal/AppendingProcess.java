package vn.lachan.collector.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import vn.lachan.collector.Intake;
import vn.lachan.collector.Receipt;

/** Appends until it is killed; prints the number of each record once it is acknowledged. */
public final class AppendingProcess {
  private AppendingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int first = Integer.parseInt(arguments[1]);
    Journal journal = Journal.open(folder, JournalTest.SMALL);
    for (int i = first; ; i++) {
      int number = i;
      Receipt receipt = journal.take(List.of(JournalTest.log(i)), Intake.FOREVER);
      if (receipt instanceof Receipt.Taken(CompletableFuture<Void> durable)) {
        var _ = durable.thenRun(() -> System.out.println(number));
      }
      if (i % 50 == 0 && receipt instanceof Receipt.Taken(CompletableFuture<Void> durable)) {
        durable.join();
      }
    }
  }
}
