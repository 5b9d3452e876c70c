package vn.lachan.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.index.IndexWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Indexes a batch of events on several threads, the caller's among them. */
final class LuceneBatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneBatch.class);
  private static final int SMALLEST_SHARE = 64;

  /** An event with its id as the index sees it. */
  record Entry(Event event, LuceneIds.Key key) {}

  private final int threads;
  private final ExecutorService others;
  private final LuceneDocuments documents;
  private final LongAdder unsearchable = new LongAdder();

  LuceneBatch(int threads, LuceneDocuments documents) {
    this.threads = threads;
    this.documents = documents;
    this.others =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            Thread.ofPlatform().daemon().name("event-index-", 1).factory());
  }

  /** How many events only their id, time and unit can find, because Lucene refused the rest. */
  long unsearchable() {
    return unsearchable.sum();
  }

  /** Returns after all of {@code entries} are in {@code writer}, or fails with the first reason. */
  void index(IndexWriter writer, List<Entry> entries) throws IOException {
    int shares = Math.clamp(entries.size() / SMALLEST_SHARE, 1, threads);
    List<Future<?>> running = new ArrayList<>(shares);
    int from = 0;
    for (int share = 1; share < shares; share++) {
      int to = (int) ((long) entries.size() * share / shares);
      List<Entry> part = entries.subList(from, to);
      running.add(
          others.submit(() -> {
            indexShare(writer, part);
            return null;
          }));
      from = to;
    }
    try {
      indexShare(writer, entries.subList(from, entries.size()));
    } finally {
      awaitAll(running);
    }
  }

  private void indexShare(IndexWriter writer, List<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      try {
        writer.addDocument(documents.toDocument(entry.event(), entry.key().bytes()));
      } catch (IllegalArgumentException e) {
        unsearchable.increment();
        LOG.warn("event {} is stored, but its fields cannot be searched", entry.event().id(), e);
        writer.addDocument(documents.unsearchableDocument(entry.event(), entry.key().bytes()));
      }
    }
  }

  /** Waits for every share even when one failed: none may still write after the batch returns. */
  private static void awaitAll(List<Future<?>> running) throws IOException {
    Throwable failure = null;
    boolean interrupted = false;
    for (Future<?> share : running) {
      boolean done = false;
      while (!done) {
        try {
          share.get();
          done = true;
        } catch (ExecutionException e) {
          failure = e.getCause();
          done = true;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (failure) {
      case null -> {}
      case IOException io -> throw io;
      case RuntimeException unchecked -> throw unchecked;
      default -> throw new IOException("a batch could not be indexed", failure);
    }
  }

  @Override
  public void close() {
    others.shutdown();
  }
}
