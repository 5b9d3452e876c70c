package vn.lachan.collector.input;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Names the records of one connection. For one thread. */
interface Positions {

  /** The position of the next record. */
  String position(byte[] record);

  /** The sender heard all there was to hear: nothing of this connection comes again. */
  default void farewell() {}

  /** Every record is a new one. */
  static Positions numbered() {
    String connection = UUID.randomUUID().toString();
    AtomicLong counter = new AtomicLong();
    return _ -> connection + ":" + counter.getAndIncrement();
  }
}
