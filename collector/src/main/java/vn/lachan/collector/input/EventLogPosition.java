package vn.lachan.collector.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * How far an event log file was read.
 *
 * @param stamp of the file when it was read
 * @param pieces how many of its pieces are in the journal, {@link #ALL} when it was read to its end
 * @param taken what was taken from it before
 * @param path where it was seen last
 */
record EventLogPosition(Stamp stamp, long pieces, Taken taken, String path) {
  /** It was read to its end. */
  static final long ALL = -1;

  private static final int PARTS = 9;

  /** What changes when a file changes. */
  record Stamp(String key, long size, long modified) {

    /** That of a file now; empty when it is gone. */
    static Optional<Stamp> of(Path path) throws IOException {
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return Optional.of(
            new Stamp(
                key == null ? path.toString() : key.toString(),
                attributes.size(),
                attributes.lastModifiedTime().toMillis()));
      } catch (NoSuchFileException _) {
        return Optional.empty();
      }
    }
  }

  /**
   * The events that were taken from a log when it was read to its end.
   *
   * @param last greatest number among them
   * @param print of the event with this number: another log has another one
   * @param events how many they are
   * @param damages how many places could not be read
   */
  record Taken(long last, String print, long events, long damages) {
    static final Taken NOTHING = new Taken(Long.MIN_VALUE, "", 0, 0);

    /** Whether a log of which this is taken now is the one, grown or with its oldest lost. */
    boolean isPartOf(Taken sameNumbers) {
      return events > 0 && print.equals(sameNumbers.print) && sameNumbers.events <= events;
    }
  }

  /** The same of a file that is at {@code other} now. */
  EventLogPosition at(Path other) {
    return new EventLogPosition(stamp, pieces, taken, other.toString());
  }

  /** A file of which nothing is known. */
  static EventLogPosition unknown(Stamp stamp, Path path) {
    return new EventLogPosition(stamp, 0, Taken.NOTHING, path.toString());
  }

  boolean isAll() {
    return pieces == ALL;
  }

  String toLine() {
    return String.join(
        "\t",
        stamp.key(),
        Long.toString(stamp.size()),
        Long.toString(stamp.modified()),
        Long.toString(pieces),
        Long.toString(taken.last()),
        Long.toString(taken.events()),
        Long.toString(taken.damages()),
        taken.print(),
        path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"));
  }

  /**
   * Reads what {@link #toLine} wrote.
   *
   * @throws IllegalArgumentException when it did not
   */
  static EventLogPosition fromLine(String line) {
    String[] parts = line.split("\t", PARTS);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("not the position of a file: " + line);
    }
    return new EventLogPosition(
        new Stamp(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])),
        Long.parseLong(parts[3]),
        new Taken(
            Long.parseLong(parts[4]), parts[7], Long.parseLong(parts[5]), Long.parseLong(parts[6])),
        parts[8].translateEscapes());
  }
}
