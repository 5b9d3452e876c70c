package vn.lachan.collector.input;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

/** Keeps raw logs in memory; may be told to refuse. */
public final class MemoryIntake implements Intake {
  private final List<RawLog> logs = new ArrayList<>();
  private final List<CompletableFuture<Void>> unwritten = new ArrayList<>();
  private boolean refusing;
  private boolean slowDisk;

  @Override
  public synchronized Receipt take(List<RawLog> taken, Duration patience)
      throws InterruptedException {
    if (refusing && patience.compareTo(Duration.ofDays(1)) < 0) {
      return new Receipt.Refused(Receipt.Reason.FULL);
    }
    while (refusing) {
      wait();
    }
    logs.addAll(taken);
    notifyAll();
    CompletableFuture<Void> durable = new CompletableFuture<>();
    unwritten.add(durable);
    if (!slowDisk) {
      write();
    }
    return new Receipt.Taken(durable);
  }

  /** Whether what is taken stays volatile. */
  public synchronized void slowDisk(boolean slow) {
    slowDisk = slow;
    if (!slow) {
      write();
    }
  }

  private void write() {
    unwritten.forEach(durable -> durable.complete(null));
    unwritten.clear();
  }

  public synchronized void refuse(boolean refuse) {
    refusing = refuse;
    notifyAll();
  }

  public synchronized List<RawLog> all() {
    return List.copyOf(logs);
  }

  /** The texts of the first {@code count} logs, once they are there. */
  public synchronized List<String> await(int count) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (logs.size() < count && System.nanoTime() < deadline) {
      wait(100);
    }
    return texts();
  }

  public synchronized List<String> texts() {
    return logs.stream()
        .map(log -> new String(log.bytes(), java.nio.charset.StandardCharsets.UTF_8))
        .toList();
  }
}
