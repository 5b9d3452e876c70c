package vn.lachan.events;

import java.nio.file.Path;

/**
 * Appends batches of ten events without end, flushes after each and says which ones are durable.
 * The test kills it. Arguments: folder, number of the first event.
 */
final class LuceneCrashMain {
  static final int BATCH = 10;

  public static void main(String[] arguments) {
    LuceneEventStore store = LuceneEventStore.open(Path.of(arguments[0]), LuceneSettings.DEFAULT);
    for (int first = Integer.parseInt(arguments[1]); ; first += BATCH) {
      store.append(TestEvents.series(first, BATCH, TestEvents.NOON.plusSeconds(first)));
      store.flush();
      System.out.println(first + BATCH);
      store.append(
          TestEvents.series(1_000_000 + first, BATCH, TestEvents.NOON)); // never flushed by itself
    }
  }

  private LuceneCrashMain() {}
}
