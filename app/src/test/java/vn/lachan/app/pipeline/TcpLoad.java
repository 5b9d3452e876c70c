package vn.lachan.app.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends numbered lines over syslog TCP, each once: what was on the way when a line broke is lost,
 * as this protocol does not acknowledge.
 */
final class TcpLoad implements AutoCloseable {
  private final int port;
  private final String name;
  private final long pauseNanos;
  private final Thread thread;
  private final List<Integer> breaks = new ArrayList<>();
  private int next;
  private volatile boolean stopping;

  TcpLoad(int port, String name, int perSecond) {
    this.port = port;
    this.name = name;
    this.pauseNanos = 1_000_000_000L / perSecond;
    this.thread = Thread.ofPlatform().name("tcp-load").start(this::run);
  }

  private void run() {
    while (!stopping) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        OutputStream out = socket.getOutputStream();
        while (!stopping) {
          byte[] line =
              (SmallPlatform.line(name + "-" + next++, Instant.now()) + "\n")
                  .getBytes(StandardCharsets.UTF_8);
          out.write(line);
          LockSupport.parkNanos(pauseNanos);
        }
      } catch (IOException _) {
        if (breaks.isEmpty() || breaks.getLast() != next) {
          breaks.add(next);
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  /** Sends no more; returns how many lines were sent. */
  int end() throws InterruptedException {
    stopping = true;
    if (!thread.join(Duration.ofSeconds(30))) {
      throw new AssertionError("the sender hangs");
    }
    return next;
  }

  /** The numbers that would have come next when the line broke. */
  List<Integer> breaks() {
    return List.copyOf(breaks);
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
  }
}
