package vn.lachan.app.pipeline;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends numbered lines over RELP as omrelp does: a window of 128, and after a broken line what was
 * not acknowledged once more, in order, before anything new.
 */
final class RelpLoad implements AutoCloseable {
  private static final int WINDOW = 128;
  private static final int TIMEOUT = 20_000;

  private final int port;
  private final String name;
  private final long pauseNanos;
  private final Thread thread;
  private final Deque<Line> unanswered = new ArrayDeque<>();
  private final List<Integer> acknowledged = new ArrayList<>();
  private int next;
  private int sessions;
  private volatile boolean stopping;

  private record Line(int number, String text) {}

  /** Begins to send to whoever listens on {@code port}, {@code perSecond} lines at most. */
  RelpLoad(int port, String name, int perSecond) {
    this.port = port;
    this.name = name;
    this.pauseNanos = 1_000_000_000L / perSecond;
    this.thread = Thread.ofPlatform().name("relp-load").start(this::run);
  }

  private void run() {
    while (!stopping || !unanswered.isEmpty()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(TIMEOUT);
        session(socket);
      } catch (IOException _) {
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  private void session(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    InputStream in = new BufferedInputStream(socket.getInputStream());
    out.write(frame(1, "open", "relp_version=0\nrelp_software=thu\ncommands=syslog"));
    answer(in);
    sessions++;
    int transaction = 2;
    for (Line line : List.copyOf(unanswered)) {
      out.write(frame(transaction++, "syslog", line.text()));
    }
    while (!stopping || !unanswered.isEmpty()) {
      while (!stopping && unanswered.size() < WINDOW && (in.available() == 0)) {
        Line line = new Line(next, SmallPlatform.line(name + "-" + next, Instant.now()));
        next++;
        unanswered.add(line);
        out.write(frame(transaction++, "syslog", line.text()));
        LockSupport.parkNanos(pauseNanos);
      }
      if (!unanswered.isEmpty()) {
        answer(in);
        acknowledged.add(unanswered.remove().number());
      }
    }
  }

  private static byte[] frame(int transaction, String command, String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream(data.length + 32);
    frame.writeBytes(
        (transaction + " " + command + " " + data.length + " ").getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(data);
    frame.write('\n');
    return frame.toByteArray();
  }

  /** Reads {@code number rsp length data}; anything but 200 breaks the line. */
  private static void answer(InputStream in) throws IOException {
    String number = word(in);
    String command = word(in);
    byte[] data = in.readNBytes(Integer.parseInt(word(in)));
    if (in.read() != '\n' || !command.equals("rsp")) {
      throw new IOException("not an answer: " + number + " " + command);
    }
    if (!new String(data, StandardCharsets.UTF_8).startsWith("200")) {
      throw new IOException("refused: " + new String(data, StandardCharsets.UTF_8));
    }
  }

  private static String word(InputStream in) throws IOException {
    StringBuilder word = new StringBuilder();
    int one = in.read();
    while (one > ' ') {
      word.append((char) one);
      one = in.read();
    }
    if (one < 0) {
      throw new IOException("the other side is gone");
    }
    return word.toString();
  }

  /** Sends nothing new, waits for the last answer; returns the numbers that were acknowledged. */
  List<Integer> end() throws InterruptedException {
    stopping = true;
    if (!thread.join(java.time.Duration.ofSeconds(60))) {
      throw new AssertionError(unanswered.size() + " lines are never answered");
    }
    return List.copyOf(acknowledged);
  }

  int sessions() {
    return sessions;
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
  }
}
