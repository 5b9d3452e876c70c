package vn.lachan.playbooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A web server on a bare socket that misbehaves in the way the path asks for. */
final class BadTarget implements AutoCloseable {
  /** First lines of the requests, as they arrived. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final ServerSocket server;

  BadTarget() throws IOException {
    this(0);
  }

  BadTarget(int port) throws IOException {
    server = new ServerSocket(port, 500, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      closed.countDown();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String line = firstLine(socket.getInputStream());
      requests.add(line);
      answer(line.split(" ", -1)[1], socket.getOutputStream());
    } catch (IOException _) {
      // the other side gave up, which is what it should do
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the header to its end; a body is left where it is. */
  private static String firstLine(InputStream in) throws IOException {
    StringBuilder header = new StringBuilder();
    while (header.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      header.append((char) next);
    }
    return header.substring(0, header.indexOf("\r\n"));
  }

  private void answer(String path, OutputStream out) throws IOException, InterruptedException {
    switch (path) {
      case "/hangs" -> closed.await();
      case "/drips" -> drip(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
      case "/drips-header" -> drip(out, "HTTP/1.1 200 OK\r\nX-A: ");
      case "/closes" -> out.flush();
      case "/breaks-off" -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nnửa");
      case "/lies" -> write(out, "chào, tôi không nói HTTP\r\n\r\n");
      case "/no" -> write(out, "HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nhỏ");
      default -> write(out, "HTTP/1.1 204 No Content\r\n\r\n");
    }
  }

  private void drip(OutputStream out, String begin) throws IOException, InterruptedException {
    write(out, begin);
    while (!closed.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      write(out, "x");
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
