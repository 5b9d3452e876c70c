package vn.lachan.collector;

import java.util.List;

/** Logs read together, and where they end. */
public interface HandOverBatch {

  /** The logs in the order in which they are to be looked at; empty when nothing came in time. */
  List<RawLog> logs();
}
