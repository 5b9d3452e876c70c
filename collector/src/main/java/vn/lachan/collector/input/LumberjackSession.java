package vn.lachan.collector.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * One connection of Beats (Filebeat, Winlogbeat, Auditbeat) or Logstash over Lumberjack version 2.
 * An event is kept as the JSON that was sent.
 *
 * <p>Events are acknowledged when they would survive a crash of the machine, never before: those of
 * a window together, or in parts when they come slowly, as the protocol allows. For one thread.
 */
final class LumberjackSession {
  private static final int BUFFER = 64 << 10;
  private static final int MAX_UNPACKED = 64 << 20;

  private final Delivery delivery;
  private final LumberjackFrames frames;
  private final OutputStream out;
  private boolean unacknowledged;
  private long last;

  private LumberjackSession(Socket socket, Delivery delivery, int maxRecordBytes)
      throws IOException {
    this.delivery = delivery;
    this.frames =
        new LumberjackFrames(
            new BufferedInputStream(
                new BeforeReading(socket.getInputStream(), this::keepAndAcknowledge), BUFFER),
            maxRecordBytes,
            MAX_UNPACKED);
    this.out = socket.getOutputStream();
  }

  /** Talks until the sender hangs up or the line breaks. */
  static void converse(Socket socket, Delivery delivery, int maxRecordBytes)
      throws IOException, InterruptedException {
    new LumberjackSession(socket, delivery, maxRecordBytes).run();
  }

  private void run() throws IOException, InterruptedException {
    LumberjackFrames.Frame frame = frames.next();
    while (frame != null) {
      switch (frame) {
        case LumberjackFrames.Window _ -> keepAndAcknowledge();
        case LumberjackFrames.Data data -> {
          delivery.add(data.json(), data.wireLength());
          last = data.sequence();
          unacknowledged = true;
          if (delivery.full()) {
            keepAndAcknowledge();
          }
        }
      }
      frame = frames.next();
    }
  }

  private void keepAndAcknowledge() throws IOException, InterruptedException {
    delivery.keep();
    if (unacknowledged) {
      out.write(ByteBuffer.allocate(6).put((byte) '2').put((byte) 'A').putInt((int) last).array());
      out.flush();
      unacknowledged = false;
    }
  }
}
