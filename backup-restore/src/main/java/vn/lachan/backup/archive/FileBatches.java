package vn.lachan.backup.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Gathers files into batches of about the same number of bytes and has each done by a thread. Safe
 * for the threads that walk: while one waits for room, the others do.
 */
final class FileBatches {

  private static final int MOST_FILES = 512;

  private final Workers workers;
  private final ArchiveSettings settings;
  private final Consumer<List<FileWork>> action;
  private List<FileWork> gathered = new ArrayList<>();
  private long bytes;

  FileBatches(Workers workers, ArchiveSettings settings, Consumer<List<FileWork>> action) {
    this.workers = workers;
    this.settings = settings;
    this.action = action;
  }

  synchronized void add(FileWork work) {
    long size = work.head().size();
    if (bytes + size > settings.batchBytes()) {
      submit();
    }
    gathered.add(work);
    bytes += size;
    if (gathered.size() >= Math.min(MOST_FILES, settings.filesInFlight())) {
      submit();
    }
  }

  /** Hands over what is gathered. */
  synchronized void submit() {
    List<FileWork> batch = gathered;
    if (batch.isEmpty()) {
      return;
    }
    gathered = new ArrayList<>();
    bytes = 0;
    CompletableFuture<Boolean> done =
        workers.submit(
            () -> {
              action.accept(batch);
              return true;
            },
            batch.size());
    var _ =
        done.whenComplete((result, failure) -> {
          if (failure != null) {
            batch.forEach(work -> work.node().completeExceptionally(failure));
          }
        });
  }
}
