package vn.lachan.collector.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A line to an input that breaks after so many bytes, in the middle of whatever is sent then. */
final class BreakingLine implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Deque<Integer> breaks;
  private final AtomicInteger broken = new AtomicInteger();
  private long sent;

  private BreakingLine(ServerSocket server, int target, List<Integer> breaks) {
    this.server = server;
    this.target = target;
    this.breaks = new ArrayDeque<>(breaks);
  }

  /** Starts {@code input} and a line to it. */
  static BreakingLine to(StreamInput input, int... after) throws IOException {
    input.start();
    BreakingLine line =
        new BreakingLine(
            new ServerSocket(0, 5, InetAddress.getLoopbackAddress()),
            input.port(),
            IntStream.of(after).boxed().toList());
    Thread.ofVirtual().start(line::accept);
    return line;
  }

  int port() {
    return server.getLocalPort();
  }

  int broken() {
    return broken.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket near = server.accept();
          Socket far = new Socket(InetAddress.getLoopbackAddress(), target)) {
        Thread.ofVirtual().start(() -> copy(far, near, false));
        copy(near, far, true);
        near.setSoLinger(true, 0);
        far.setSoLinger(true, 0);
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void copy(Socket from, Socket to, boolean breaks) {
    byte[] buffer = new byte[4_096];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int count = in.read(buffer);
      while (count >= 0) {
        out.write(buffer, 0, count);
        if (breaks && breaksNow(count)) {
          return;
        }
        count = in.read(buffer);
      }
    } catch (IOException _) {
      // the line is broken
    }
  }

  private boolean breaksNow(int count) {
    sent += count;
    Integer next = breaks.peek();
    if (next == null || sent < next) {
      return false;
    }
    breaks.remove();
    broken.incrementAndGet();
    return true;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
