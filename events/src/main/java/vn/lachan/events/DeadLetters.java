package vn.lachan.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Events that the store refused for good, each with the reason, so that one of them never keeps the
 * others waiting and none is lost.
 *
 * <p>A file of lines, {@code {"id":..., "at":..., "reason":..., "event":"{...}"}}, described in
 * {@code docs/formats/event-store.md}. What {@link #keep} took is on disk when it returns; a line
 * that a crash left half written is cut when the file is opened. An event is kept once, however
 * often it is refused. Bounded: when it is full, {@link #keep} fails and the events stay where they
 * came from.
 *
 * <p>Safe for use by several threads; one process at a time may use a folder.
 */
public final class DeadLetters implements AutoCloseable {
  private static final String FILE = "refused.ndjson";
  private static final String AGAIN = "again.ndjson";
  private static final int BATCH = 500;

  private final Path folder;
  private final long maxBytes;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> ids = new HashSet<>();
  private FileChannel file;
  private long bytes;

  /**
   * A refused event.
   *
   * @param at when it was refused
   * @param reason what the store said
   */
  public record Letter(Instant at, String reason, Event event) {}

  /**
   * How much is kept.
   *
   * @param letters refused events
   * @param bytes on disk
   * @param maxBytes when it is full
   */
  public record Stats(long letters, long bytes, long maxBytes) {}

  private DeadLetters(Path folder, long maxBytes, Clock clock) throws IOException {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.clock = clock;
    Files.createDirectories(folder);
    cutTornEnd(folder.resolve(FILE));
    this.file = openFile();
    this.bytes = file.size();
    joinAgain();
    for (Letter letter : read(folder.resolve(FILE))) {
      ids.add(letter.event().id());
    }
  }

  /**
   * Opens the letters in {@code folder}, which is made if need be.
   *
   * @param maxBytes most bytes that are kept
   * @throws EventStoreException when the folder cannot be used
   */
  public static DeadLetters open(Path folder, long maxBytes, Clock clock) {
    try {
      return new DeadLetters(folder, maxBytes, clock);
    } catch (IOException e) {
      throw new EventStoreException("the refused events in " + folder + " cannot be opened", e);
    }
  }

  private FileChannel openFile() throws IOException {
    return FileChannel.open(
        folder.resolve(FILE),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.APPEND);
  }

  private static void cutTornEnd(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (RandomAccessFile all = new RandomAccessFile(path.toFile(), "rw")) {
      long end = all.length();
      while (end > 0) {
        all.seek(end - 1);
        if (all.read() == '\n') {
          break;
        }
        end--;
      }
      all.setLength(end);
    }
  }

  /** A crash while they were offered to the store again: all of them are offered once more. */
  private void joinAgain() throws IOException {
    Path again = folder.resolve(AGAIN);
    if (Files.exists(again)) {
      byte[] lines = Files.readAllBytes(again);
      write(lines);
      Files.delete(again);
    }
  }

  /**
   * Keeps {@code event}; returns when it would survive a crash of the machine.
   *
   * @throws EventStoreException when there is no room or the disk fails
   */
  public void keep(Event event, String reason) {
    lock.lock();
    try {
      if (ids.contains(event.id())) {
        return;
      }
      byte[] line = line(event, reason, clock.instant());
      if (bytes + line.length > maxBytes) {
        throw new EventStoreException(
            "no room for another refused event, "
                + bytes
                + " of "
                + maxBytes
                + " bytes are taken: "
                + event.id()
                + ": "
                + reason);
      }
      write(line);
      ids.add(event.id());
    } catch (IOException e) {
      throw new EventStoreException("the refused event " + event.id() + " cannot be kept", e);
    } finally {
      lock.unlock();
    }
  }

  private void write(byte[] line) throws IOException {
    long before = file.size();
    try {
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      file.force(false);
      bytes = before + line.length;
    } catch (IOException e) {
      file.truncate(before);
      throw e;
    }
  }

  private static byte[] line(Event event, String reason, Instant at) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = EventJson.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("id", event.id());
      json.writeStringProperty("at", at.toString());
      json.writeStringProperty("reason", reason);
      json.writeStringProperty(
          "event", new String(EventJson.toFlatBytes(event), StandardCharsets.UTF_8));
      json.writeEndObject();
    }
    out.write('\n');
    return out.toByteArray();
  }

  /** All of them, oldest first. */
  public List<Letter> all() {
    lock.lock();
    try {
      return read(folder.resolve(FILE));
    } catch (IOException e) {
      throw new EventStoreException("the refused events in " + folder + " cannot be read", e);
    } finally {
      lock.unlock();
    }
  }

  private static List<Letter> read(Path path) throws IOException {
    List<Letter> letters = new ArrayList<>();
    for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
      var fields = EventJson.readFields(line.getBytes(StandardCharsets.UTF_8));
      letters.add(
          new Letter(
              Instant.parse(String.valueOf(fields.get("at"))),
              String.valueOf(fields.get("reason")),
              EventJson.read(String.valueOf(fields.get("event")))));
    }
    return letters;
  }

  /**
   * Offers all of them to {@code store} again, for example after its template was mended; what it
   * refuses once more is kept once more. Returns how many were offered.
   */
  public int offerAgain(EventStore store) {
    List<Letter> letters;
    lock.lock();
    try {
      letters = read(folder.resolve(FILE));
      file.close();
      Files.move(
          folder.resolve(FILE),
          folder.resolve(AGAIN),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      file = openFile();
      bytes = 0;
      ids.clear();
    } catch (IOException e) {
      throw new EventStoreException("the refused events in " + folder + " cannot be read", e);
    } finally {
      lock.unlock();
    }
    try {
      for (int from = 0; from < letters.size(); from += BATCH) {
        List<Letter> part = letters.subList(from, Math.min(letters.size(), from + BATCH));
        store.append(part.stream().map(Letter::event).toList());
      }
      store.flush();
      Files.delete(folder.resolve(AGAIN));
      return letters.size();
    } catch (EventStoreException e) {
      takeBack(letters);
      throw e;
    } catch (IOException e) {
      throw new EventStoreException("the refused events in " + folder + " cannot be removed", e);
    }
  }

  private void takeBack(List<Letter> letters) {
    letters.forEach(letter -> keep(letter.event(), letter.reason()));
    try {
      Files.deleteIfExists(folder.resolve(AGAIN));
    } catch (IOException e) {
      throw new EventStoreException("the refused events in " + folder + " cannot be removed", e);
    }
  }

  /** How much is kept. */
  public Stats stats() {
    lock.lock();
    try {
      return new Stats(ids.size(), bytes, maxBytes);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      file.close();
    } catch (IOException e) {
      throw new EventStoreException("the refused events in " + folder + " cannot be closed", e);
    } finally {
      lock.unlock();
    }
  }
}
