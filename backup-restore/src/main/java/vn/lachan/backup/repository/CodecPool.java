package vn.lachan.backup.repository;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Codecs to use again, one for each thread at work. Safe for several threads. */
final class CodecPool {

  private final ConcurrentLinkedQueue<BlobCodec> free = new ConcurrentLinkedQueue<>();
  private final Supplier<BlobCodec> factory;

  CodecPool(Supplier<BlobCodec> factory) {
    this.factory = factory;
  }

  BlobCodec borrow() {
    BlobCodec codec = free.poll();
    return codec == null ? factory.get() : codec;
  }

  void giveBack(BlobCodec codec) {
    free.add(codec);
  }

  /** Closes those that nobody uses. */
  void close() {
    for (BlobCodec codec = free.poll(); codec != null; codec = free.poll()) {
      codec.close();
    }
  }
}
