package vn.lachan.collector.forward;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.input.InputMeter;
import vn.lachan.collector.journal.ForwardPositions;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.collector.journal.PlacedLog;

/** One connection of a forwarder. A batch is acknowledged when it is durable. For one thread. */
final class ForwardSession {
  private static final Logger log = LoggerFactory.getLogger(ForwardSession.class);

  private final ForwardInputSettings settings;
  private final KnownForwarder forwarder;
  private final ForwardPositions positions;
  private final Intake intake;
  private final InputMeter meter;
  private final Socket socket;
  private final DataOutputStream out;
  private long connection;
  private final Map<Lane, ForwardPositions.Key> keys = new EnumMap<>(Lane.class);

  ForwardSession(
      ForwardInputSettings settings,
      KnownForwarder forwarder,
      ForwardPositions positions,
      Intake intake,
      InputMeter meter,
      Socket socket)
      throws IOException {
    this.settings = settings;
    this.forwarder = forwarder;
    this.positions = positions;
    this.intake = intake;
    this.meter = meter;
    this.socket = socket;
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  /** Listens until the line breaks. */
  void run() throws IOException, InterruptedException {
    try {
      listen();
    } finally {
      forwarder.disconnected(connection);
    }
  }

  private void listen() throws IOException, InterruptedException {
    // Before the first word: nobody holds more than one connection, also not one that says nothing.
    connection = forwarder.connected(socket);
    BufferedInputStream raw = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    Map<Lane, UUID> lanes = ForwardProtocol.readHello(new DataInputStream(raw));
    lanes.forEach((lane, id) -> keys.put(lane, new ForwardPositions.Key(forwarder.name(), id)));
    welcome();
    try (ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(raw)) {
      zstd.setContinuous(true);
      zstd.setLongMax(ForwardProtocol.WINDOW_LOG);
      DataInputStream in = new DataInputStream(new BufferedInputStream(zstd, 64 << 10));
      int what = in.read();
      while (what >= 0) {
        hear((byte) what, in);
        what = in.read();
      }
    } catch (EOFException e) {
      log.debug("the line of {} broke: {}", forwarder.name(), e.toString());
    }
  }

  private void welcome() throws IOException, InterruptedException {
    Map<Lane, JournalPosition> have = new EnumMap<>(Lane.class);
    // The line before takes nothing more once we have the turn.
    forwarder.turn.lockInterruptibly();
    try {
      requireCurrent();
      positions.connected(forwarder.name());
      keys.forEach((lane, key) -> have.put(lane, positions.of(key)));
    } finally {
      forwarder.turn.unlock();
    }
    ForwardProtocol.writeWelcome(out, have);
  }

  private void hear(byte what, DataInputStream in) throws IOException, InterruptedException {
    switch (what) {
      case ForwardProtocol.BATCH -> {
        ForwardBatch batch =
            ForwardBatch.read(in, settings.maxBatchRecords(), settings.maxBatchBytes());
        forwarder.heard();
        keep(batch);
        out.writeByte(ForwardProtocol.ACKNOWLEDGED);
        out.writeByte(batch.lane().number());
        ForwardProtocol.writePosition(out, batch.end());
        out.flush();
      }
      case ForwardProtocol.STATUS -> {
        forwarder.status(ForwardBatch.number(in), ForwardBatch.number(in), ForwardBatch.number(in));
        out.writeByte(ForwardProtocol.HEARD);
        out.flush();
      }
      default -> throw new ProtocolException("neither a batch nor a status: " + what);
    }
  }

  private void keep(ForwardBatch batch) throws IOException, InterruptedException {
    forwarder.turn.lockInterruptibly();
    try {
      requireCurrent();
      ForwardPositions.Key key =
          java.util.Objects.requireNonNull(keys.get(batch.lane()), "greeted");
      JournalPosition have = positions.of(key);
      if (batch.after().compareTo(have) > 0 && have.segment() > 0) {
        forwarder.gaps.increment();
        meter.problem(forwarder.name() + " goes on at " + batch.after() + ", not at " + have);
        log.error("{} goes on at {}, we have {}", forwarder.name(), batch.after(), have);
      }
      List<RawLog> logs = fresh(batch, key, have);
      if (!logs.isEmpty()) {
        hand(logs, key, batch.end());
      }
    } finally {
      forwarder.turn.unlock();
    }
  }

  private void requireCurrent() throws IOException {
    if (!forwarder.isCurrent(connection)) {
      throw new IOException("a newer connection of " + forwarder.name() + " took over");
    }
  }

  /** The records that are not here yet, each with its place. */
  private List<RawLog> fresh(ForwardBatch batch, ForwardPositions.Key key, JournalPosition have) {
    List<RawLog> logs = new ArrayList<>(batch.logs().size());
    for (PlacedLog one : batch.logs()) {
      if (one.end().compareTo(have) <= 0) {
        forwarder.duplicates.increment();
      } else {
        logs.add(own(one.log()).over(key.hop(one.end())));
      }
    }
    return logs;
  }

  /** The record under its source, or under the forwarder's name where it may not speak for it. */
  private RawLog own(RawLog given) {
    if (forwarder.settings.sources().contains(given.source())) {
      return given;
    }
    forwarder.foreign.increment();
    return new RawLog(
        forwarder.name(),
        given.received(),
        given.peer(),
        given.position(),
        given.bytes(),
        given.wireLength());
  }

  private void hand(List<RawLog> logs, ForwardPositions.Key key, JournalPosition end)
      throws IOException, InterruptedException {
    while (true) {
      ForwardPositions.Flight flight = positions.begin();
      switch (intake.take(logs, settings.patience())) {
        case Receipt.Refused(Receipt.Reason reason) -> {
          flight.cancelled();
          wait(reason);
        }
        case Receipt.Taken(var durable) -> {
          awaitDurable(durable);
          flight.landed(key, end);
          forwarder.received.add(logs.size());
          meter.received(logs.size(), logs.stream().mapToLong(one -> one.bytes().length).sum());
          return;
        }
      }
    }
  }

  /** Waits for the disk, and tells the forwarder now and then why it waits. */
  private void awaitDurable(CompletableFuture<Void> durable)
      throws IOException, InterruptedException {
    while (true) {
      try {
        durable.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException _) {
        say("what keeps the records is slow, or cannot be reached");
      } catch (ExecutionException e) {
        // Some may be on the disk: the flight stays, and the next start looks.
        meter.problem("not kept: " + e.getCause());
        throw new IOException("it could not be kept", e);
      }
    }
  }

  private void wait(Receipt.Reason reason) throws IOException {
    String why = "the journal takes nothing: " + reason.name().toLowerCase(Locale.ROOT);
    if (reason == Receipt.Reason.CLOSED) {
      throw new IOException(why);
    }
    say(why);
  }

  private void say(String why) throws IOException {
    meter.problem(why);
    out.writeByte(ForwardProtocol.WAITING);
    ForwardProtocol.writeReason(out, why);
    out.flush();
  }
}
