package vn.lachan.collector.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.input.EventLogFormat.Piece;
import vn.lachan.collector.input.EventLogFormat.Pieces;

/**
 * An event log file that is being read, as it is or packed with gzip. Where a packed one is cut,
 * broken or too large is a place damaged, and its end. For one thread.
 */
final class EventLogFile implements AutoCloseable {
  private final Path path;
  private final EventLogFormat format;
  private final long maxUnpacked;
  private final InputStream in;
  private @Nullable Pieces pieces;
  private boolean ended;

  /** One file cannot be read now; the others can. */
  static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(Path path, IOException cause) {
      super(path + " cannot be read now: " + cause, cause);
    }
  }

  /**
   * @param maxUnpacked bytes that are read of a packed file
   */
  EventLogFile(Path path, EventLogFormat format, long maxUnpacked) throws UnreadableException {
    this.path = path;
    this.format = format;
    this.maxUnpacked = maxUnpacked;
    try {
      this.in = Files.newInputStream(path);
    } catch (IOException e) {
      throw new UnreadableException(path, e);
    }
  }

  /** The next piece; empty at the end. */
  Optional<Piece> next() throws UnreadableException {
    if (ended) {
      return Optional.empty();
    }
    try {
      if (pieces == null) {
        pieces = format.open(isPacked() ? unpacked() : in);
      }
      return pieces.next();
    } catch (EOFException | ZipException e) {
      if (!isPacked()) {
        throw new UnreadableException(path, e);
      }
      ended = true;
      String what = e instanceof EOFException ? "ends too early" : String.valueOf(e.getMessage());
      return Optional.of(new Piece(List.of(), List.of("packed with gzip: " + what)));
    } catch (IOException e) {
      throw new UnreadableException(path, e);
    }
  }

  private boolean isPacked() {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  private InputStream unpacked() throws IOException {
    return new Bounded(
        new GZIPInputStream(in, 64 << 10),
        maxUnpacked,
        () -> new ZipException("more than " + maxUnpacked + " bytes unpacked"));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
