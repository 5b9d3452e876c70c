package vn.lachan.collector.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A format of files that hold numbered events in pieces, such as Windows' {@code .evtx}. Safe for
 * use by several threads.
 */
@FunctionalInterface
public interface EventLogFormat {

  /** Begins to read a file; {@code in} is read to its end and not closed. */
  Pieces open(InputStream in);

  /** The pieces of a file, in its order; the same for the same bytes. For one thread. */
  @FunctionalInterface
  interface Pieces {

    /**
     * The next one; empty at the end of the file.
     *
     * @throws IOException when the file cannot be read; never for what it holds
     */
    Optional<Piece> next() throws IOException;
  }

  /**
   * What one place of a file holds.
   *
   * @param events in the order of the file
   * @param damages what cannot be read, each with its place, in words for people
   */
  record Piece(List<Entry> events, List<String> damages) {
    public Piece {
      events = List.copyOf(events);
      damages = List.copyOf(damages);
    }
  }

  /**
   * An event.
   *
   * @param number in this file; a later event has a greater one
   * @param line that a dataset understands, the same in whatever file it stands
   */
  record Entry(long number, String line) {}
}
