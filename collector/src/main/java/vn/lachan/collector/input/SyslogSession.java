package vn.lachan.collector.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.syslog.SyslogFrames;

/** One connection of syslog over TCP or TLS, which knows no answer. */
final class SyslogSession {
  private static final Logger log = LoggerFactory.getLogger(SyslogSession.class);
  private static final int BUFFER = 16 << 10;

  private SyslogSession() {}

  /**
   * Listens until the sender hangs up or the line breaks.
   *
   * @throws SocketTimeoutException when the sender fell silent; what came before was handed over
   */
  static void converse(Socket socket, Delivery delivery, int maxRecordBytes)
      throws IOException, InterruptedException {
    // Before it waits for more, what is complete is handed over: a message that comes slowly holds
    // up nothing.
    InputStream in = new BeforeReading(socket.getInputStream(), delivery::hand);
    UntilBroken open = new UntilBroken(in);
    SyslogFrames frames = new SyslogFrames(open, maxRecordBytes, BUFFER);
    SyslogFrames.Frame frame = frames.next();
    while (frame != null) {
      delivery.add(frame.bytes(), frame.wireLength());
      if (delivery.full()) {
        delivery.hand();
      }
      frame = frames.next();
    }
    delivery.hand();
    if (open.silence != null) {
      throw open.silence;
    }
  }

  /** A stream whose break or silence is its end, so that what came before it is not lost. */
  private static final class UntilBroken extends FilterInputStream {
    private @Nullable SocketTimeoutException silence;

    UntilBroken(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      try {
        return in.read(bytes, offset, length);
      } catch (SocketTimeoutException e) {
        silence = e;
        return -1;
      } catch (IOException e) {
        log.debug("a connection broke: {}", e.toString());
        return -1;
      }
    }
  }
}
