package vn.lachan.collector.forward;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.collector.journal.PlacedLog;

/** One connection of a forwarder with the province. */
final class ForwardConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ForwardConnection.class);
  private static final int SEND_BUFFER = 64 << 10;
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration COMMIT_EVERY = Duration.ofMillis(500);

  private final ForwardSettings settings;
  private final Lanes lanes;
  private final ForwardSender.Counts counts;
  private final Consumer<String> heard;
  private final Socket plain;
  private final SSLSocket socket;
  private final DataInputStream in;
  private final PacedOutput line;
  private final ZstdOutputStreamNoFinalizer zstd;
  private final DataOutputStream out;
  private final ForwardWindow window;
  private final Map<Lane, JournalReader> readers = new EnumMap<>(Lane.class);
  private final Map<Lane, JournalPosition> sent = new EnumMap<>(Lane.class);

  private long lastSent = System.nanoTime();
  private long lastCommit = System.nanoTime();

  private ForwardConnection(
      ForwardSettings settings,
      Lanes lanes,
      ForwardSender.Counts counts,
      Consumer<String> heard,
      Socket plain,
      SSLSocket socket)
      throws IOException {
    this.settings = settings;
    this.lanes = lanes;
    this.counts = counts;
    this.heard = heard;
    this.plain = plain;
    this.socket = socket;
    this.window = new ForwardWindow(settings.window());
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.line = new PacedOutput(socket.getOutputStream(), settings.bytesPerSecond());
    this.zstd = new ZstdOutputStreamNoFinalizer(new BufferedOutputStream(line, 16 << 10));
    this.out = new DataOutputStream(new BufferedOutputStream(zstd, 64 << 10));
  }

  /**
   * Connects, proves who we are, and hears how far the province has come.
   *
   * @throws IOException when it cannot be reached, is not who it should be, or refuses us
   */
  static ForwardConnection open(
      ForwardSettings settings, Lanes lanes, ForwardSender.Counts counts, Consumer<String> heard)
      throws IOException {
    Socket plain = new Socket();
    try {
      SSLSocket socket = connect(settings, plain);
      ForwardConnection opened =
          new ForwardConnection(settings, lanes, counts, heard, plain, socket);
      try {
        opened.greet();
        return opened;
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static SSLSocket connect(ForwardSettings settings, Socket plain) throws IOException {
    int timeout = (int) settings.connectTimeout().toMillis();
    plain.setSendBufferSize(SEND_BUFFER);
    plain.connect(new InetSocketAddress(settings.host(), settings.port()), timeout);
    plain.setSoTimeout(timeout);
    plain.setTcpNoDelay(true);
    SSLSocket socket =
        (SSLSocket)
            settings
                .tls()
                .getSocketFactory()
                .createSocket(plain, settings.host(), settings.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private void greet() throws IOException {
    ForwardProtocol.writeHello(
        new DataOutputStream(line),
        Map.of(
            Lane.URGENT, lanes.id(Lane.URGENT),
            Lane.ORDINARY, lanes.id(Lane.ORDINARY)));
    zstd.setLevel(settings.level()).setLong(ForwardProtocol.WINDOW_LOG);
    zstd.setCloseFrameOnFlush(false);
    switch (ForwardProtocol.readGreeting(in)) {
      case ForwardProtocol.Unwelcome(String reason) ->
          throw new ProtocolException("the province refuses us: " + reason);
      case ForwardProtocol.Welcome(Map<Lane, JournalPosition> have) -> {
        for (Lane lane : Lane.values()) {
          begin(lane, have.getOrDefault(lane, new JournalPosition(0, 0)));
        }
      }
    }
    socket.setSoTimeout((int) settings.patience().toMillis());
  }

  /** Sets the reader of {@code lane} behind what the province has. */
  private void begin(Lane lane, JournalPosition have) throws IOException {
    if (have.compareTo(lanes.journal(lane).end()) > 0) {
      lanes.renew(lane);
      throw new IOException("lane " + lane.text() + " begins anew under another id");
    }
    try (JournalReader reader = lanes.journal(lane).reader(Lanes.READER)) {
      JournalPosition done = reader.committed();
      if (have.compareTo(done) < 0 && done.compareTo(new JournalPosition(0, 0)) > 0) {
        log.warn("lane {}: the province knows {} only, we forget {}", lane.text(), have, done);
      }
      reader.commit(have);
    }
    JournalReader reader = lanes.journal(lane).reader(Lanes.READER);
    readers.put(lane, reader);
    sent.put(lane, reader.committed());
    window.begin(lane, reader.committed());
  }

  long lineBytes() {
    return line.written();
  }

  /** Sends until the line breaks. */
  void run() throws IOException, InterruptedException {
    Thread listening = Thread.ofVirtual().name("forward-answers").start(this::listen);
    try {
      status();
      while (true) {
        window.requireWhole();
        commitNowAndThen();
        ForwardBatch batch = next();
        if (batch != null) {
          send(batch);
        } else if (System.nanoTime() - lastSent > settings.heartbeat().toNanos()) {
          status();
        }
      }
    } finally {
      breakOff();
      listening.join();
      commit();
    }
  }

  /** The next batch that may go, the urgent lane first; null when there is none for now. */
  private @Nullable ForwardBatch next() throws InterruptedException, IOException {
    int places = window.awaitPlaces(LOOK);
    if (places == 0) {
      return null;
    }
    ForwardBatch urgent = read(Lane.URGENT, Duration.ZERO);
    if (urgent != null) {
      return urgent;
    }
    return read(places > 1 ? Lane.ORDINARY : Lane.URGENT, LOOK);
  }

  private @Nullable ForwardBatch read(Lane lane, Duration wait) throws InterruptedException {
    JournalReader reader = Objects.requireNonNull(readers.get(lane), "open");
    JournalPosition after = Objects.requireNonNull(sent.get(lane), "open");
    List<PlacedLog> logs = reader.readPlaced(settings.batchRecords(), settings.batchBytes(), wait);
    if (logs.isEmpty()) {
      return null;
    }
    sent.put(lane, logs.getLast().end());
    return new ForwardBatch(lane, after, logs);
  }

  private void send(ForwardBatch batch) throws IOException {
    window.send(batch);
    batch.write(out);
    out.flush();
    lastSent = System.nanoTime();
  }

  private void status() throws IOException {
    window.ask();
    out.writeByte(ForwardProtocol.STATUS);
    ForwardBatch.number(out, lanes.backlog(Lane.URGENT));
    ForwardBatch.number(out, lanes.backlog(Lane.ORDINARY));
    ForwardBatch.number(out, lanes.refused());
    out.flush();
    lastSent = System.nanoTime();
  }

  private void commitNowAndThen() {
    if (System.nanoTime() - lastCommit > COMMIT_EVERY.toNanos()) {
      commit();
      lastCommit = System.nanoTime();
    }
  }

  /** Lets the lanes forget what the province has. */
  private void commit() {
    window
        .acknowledged()
        .forEach(
            (lane, position) -> Objects.requireNonNull(readers.get(lane), "open").commit(position));
  }

  private void listen() {
    long before = line.written();
    try {
      while (true) {
        byte what;
        try {
          what = in.readByte();
        } catch (SocketTimeoutException e) {
          long now = line.written();
          if (now == before && window.isAnswerDue()) {
            throw e;
          }
          before = now;
          continue;
        }
        hear(what);
      }
    } catch (IOException e) {
      window.breakWith(e);
      breakOff();
    }
  }

  private void hear(byte what) throws IOException {
    switch (what) {
      case ForwardProtocol.ACKNOWLEDGED -> {
        Lane lane = ForwardProtocol.lane(in.readByte());
        ForwardBatch batch = window.acknowledge(lane, ForwardProtocol.readPosition(in));
        counts.acknowledged.add(batch.logs().size());
        counts.rawBytes.add(batch.bytes());
        heard.accept("");
      }
      case ForwardProtocol.HEARD -> window.answered();
      case ForwardProtocol.WAITING ->
          heard.accept("the province waits: " + ForwardProtocol.readReason(in));
      default -> throw new ProtocolException("not an answer: " + what);
    }
  }

  /**
   * Ends the connection, from any thread. The line below TLS is closed: TLS would say good-bye
   * first, and wait for a write that a dead line never ends.
   */
  void breakOff() {
    try {
      plain.close();
    } catch (IOException e) {
      log.debug("closing the line: {}", e.toString());
    }
  }

  @Override
  public void close() {
    breakOff();
    try {
      zstd.close(); // frees what it has outside the heap
    } catch (IOException e) {
      log.debug("closing the compressed stream: {}", e.toString());
    }
    counts.lineBytes.add(line.written());
    readers.values().forEach(JournalReader::close);
    readers.clear();
  }
}
