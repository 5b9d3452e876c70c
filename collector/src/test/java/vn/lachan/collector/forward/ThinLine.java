package vn.lachan.collector.forward;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A line to a port that delays, lets few bytes through and breaks after so many. */
final class ThinLine implements AutoCloseable {
  private final ServerSocket server = new ServerSocket();
  private static final int BUFFER = 16 << 10;

  private final int target;
  private final int chunk;
  private final long delayMillis;
  private final Deque<Integer> breaks;
  private final AtomicInteger broken = new AtomicInteger();
  private volatile boolean down;
  private volatile int stallAfter = Integer.MAX_VALUE;
  private final AtomicInteger stalled = new AtomicInteger();
  private long sent;

  /**
   * @param chunk bytes that pass together
   * @param delayMillis pause before each chunk
   * @param breaks numbers of bytes after which the line breaks
   */
  ThinLine(int target, int chunk, long delayMillis, int... breaks) throws IOException {
    this.target = target;
    this.chunk = chunk;
    this.delayMillis = delayMillis;
    this.breaks = new ArrayDeque<>(List.copyOf(IntStream.of(breaks).boxed().toList()));
    server.setReceiveBufferSize(BUFFER);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  int broken() {
    return broken.get();
  }

  void down(boolean now) {
    down = now;
  }

  /** After {@code bytes} the line stays open, but nothing passes any more; the next one is well. */
  void stallOnceAfter(int bytes) {
    stallAfter = bytes;
  }

  /** Lines over which nothing passes any more. */
  int stalled() {
    return stalled.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket near = server.accept()) {
        if (!down && carry(near)) {
          Socket held = server.accept(); // holds the stalled one open meanwhile
          try (held) {
            carry(held);
          }
        }
      } catch (IOException _) {
        // closed, or nobody there: the next one may have more luck
      }
    }
  }

  /** Whether it ended because it stalled. */
  private boolean carry(Socket near) throws IOException {
    try (Socket far = new Socket(InetAddress.getLoopbackAddress(), target)) {
      Thread.ofVirtual().start(() -> copy(far, near, false));
      copy(near, far, true);
      if (stallAfter == 0) {
        stallAfter = Integer.MAX_VALUE;
        stalled.incrementAndGet();
        return true;
      }
      near.setSoLinger(true, 0);
      far.setSoLinger(true, 0);
      return false;
    }
  }

  private void copy(Socket from, Socket to, boolean breaking) {
    byte[] buffer = new byte[chunk];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (delayMillis > 0) {
          Thread.sleep(delayMillis);
        }
        out.write(buffer, 0, count);
        sent += breaking ? count : 0;
        if (breaking && sent >= stallAfter) {
          stallAfter = 0;
          return;
        }
        if (breaking && !breaks.isEmpty() && sent >= breaks.peek()) {
          breaks.remove();
          broken.incrementAndGet();
          return;
        }
      }
    } catch (IOException _) {
      // the line is broken
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
