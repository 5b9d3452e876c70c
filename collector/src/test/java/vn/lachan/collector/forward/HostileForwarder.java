package vn.lachan.collector.forward;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.collector.journal.PlacedLog;

/** Whoever has the certificate of a commune and says what no forwarder of ours would say. */
final class HostileForwarder implements AutoCloseable {
  private final Socket socket;
  private final DataOutputStream raw;
  private final DataInputStream in;
  private DataOutputStream out;

  HostileForwarder(int port, SSLContext tls) throws IOException {
    socket = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    raw = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
    raw.flush();
  }

  /** Speaks first, in plain bytes. */
  HostileForwarder saying(byte... bytes) throws IOException {
    raw.write(bytes);
    raw.flush();
    return this;
  }

  /** Greets like a forwarder with these lanes; what the province has of them. */
  Map<Lane, JournalPosition> greet(UUID urgent, UUID ordinary) throws IOException {
    ForwardProtocol.writeHello(raw, Map.of(Lane.URGENT, urgent, Lane.ORDINARY, ordinary));
    ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(raw);
    zstd.setLong(ForwardProtocol.WINDOW_LOG);
    zstd.setCloseFrameOnFlush(false);
    out = new DataOutputStream(zstd);
    return switch (ForwardProtocol.readGreeting(in)) {
      case ForwardProtocol.Welcome(Map<Lane, JournalPosition> have) -> have;
      case ForwardProtocol.Unwelcome(String reason) -> throw new IOException(reason);
    };
  }

  static HostileForwarder greeted(int port, SSLContext tls) throws IOException {
    HostileForwarder forwarder = new HostileForwarder(port, tls);
    var _ = forwarder.greet(UUID.randomUUID(), UUID.randomUUID());
    return forwarder;
  }

  /** What is written here is compressed. */
  DataOutputStream out() {
    return out;
  }

  /** Sends one record of a source. */
  void send(JournalPosition after, JournalPosition end, String source, String text)
      throws IOException {
    RawLog log = new RawLog(source, TestLogs.NOW, "p", "vt:" + text, TestLogs.bytes(text));
    new ForwardBatch(Lane.ORDINARY, after, List.of(new PlacedLog(log, end))).write(out);
    out.flush();
  }

  /** The beginning of a batch of one record of {@code length} bytes. */
  void begin(long records, long length) throws IOException {
    out.writeByte(ForwardProtocol.BATCH);
    out.writeByte(Lane.ORDINARY.number());
    for (long number : new long[] {records, 0, 0, 1, 64}) {
      ForwardBatch.number(out, number);
    }
    ForwardBatch.number(out, Instant.EPOCH.getEpochSecond());
    for (long number : new long[] {0, 0, 0, 0, 0, length}) {
      ForwardBatch.number(out, number);
    }
  }

  /** Waits for an answer; the place that is acknowledged. */
  JournalPosition acknowledged() throws IOException {
    byte what = in.readByte();
    if (what != ForwardProtocol.ACKNOWLEDGED) {
      throw new IOException("answered " + what);
    }
    var _ = ForwardProtocol.lane(in.readByte());
    return ForwardProtocol.readPosition(in);
  }

  /** Whether the province hangs up; waits for it. */
  boolean isHungUp() {
    try {
      while (in.read() >= 0) {
        // until the end
      }
      return true;
    } catch (java.net.SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
