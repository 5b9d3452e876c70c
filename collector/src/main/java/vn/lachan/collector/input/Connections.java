package vn.lachan.collector.input;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.InputException;

/**
 * Takes the connections of one input and talks to each on a virtual thread of its own. What a
 * client does, or leaves undone, holds up no other one. Safe to close twice and before the start.
 */
public final class Connections implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);
  private static final int BACKLOG = 256;

  private final Listener listener;
  private final InputMeter meter;
  private final Conversation conversation;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;
  private final ScheduledExecutorService deadlines;
  private volatile @Nullable ServerSocket server;
  private volatile boolean closed;

  /** What is said on a connection; the connection is closed when it returns or throws. */
  public interface Conversation {
    void with(Socket socket) throws IOException, InterruptedException;
  }

  public Connections(Listener listener, InputMeter meter, Conversation conversation) {
    this.listener = listener;
    this.meter = meter;
    this.conversation = conversation;
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(listener.name() + "-", 0).factory());
    this.deadlines =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(listener.name() + "-deadlines").factory());
  }

  /**
   * Begins to listen.
   *
   * @throws InputException when it cannot, for example because the port is taken
   */
  public void start() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(listener.address(), BACKLOG);
      server = socket;
      meter.running(socket.getLocalSocketAddress().toString());
      threads.execute(() -> accept(socket));
    } catch (IOException e) {
      meter.problem(e.toString());
      throw new InputException(
          "input " + listener.name() + " cannot listen on " + listener.address(), e);
    }
  }

  public int port() {
    ServerSocket socket = server;
    return socket == null ? listener.address().getPort() : socket.getLocalPort();
  }

  private void accept(ServerSocket socket) {
    while (!closed) {
      try {
        Socket accepted = socket.accept();
        if (meter.connections.incrementAndGet() > listener.maxConnections()) {
          meter.connections.decrementAndGet();
          meter.refusedConnections.increment();
          accepted.close();
        } else {
          open.add(accepted);
          threads.execute(() -> serve(accepted));
        }
      } catch (IOException e) {
        if (!closed) {
          meter.problem(e.toString());
          log.warn("input {}: cannot accept a connection: {}", listener.name(), e.toString());
          pauseAfterFailure();
        }
      }
    }
  }

  /** Keeps a lack of file handles from becoming a busy loop. */
  private static void pauseAfterFailure() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket accepted) {
    try (Socket socket = secured(accepted)) {
      socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, listener.idleTimeout().toMillis()));
      converse(socket);
    } catch (SocketTimeoutException _) {
      meter.idleConnections.increment();
    } catch (IOException e) {
      log.debug("input {}: connection ended: {}", listener.name(), e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      closeQuietly(accepted);
      open.remove(accepted);
      meter.connections.decrementAndGet();
    }
  }

  private void converse(Socket socket) throws IOException, InterruptedException {
    try {
      conversation.with(socket);
    } catch (ProtocolException | ZipException e) {
      meter.problem(peer(socket) + ": " + e.getMessage());
      log.debug("input {}: {} breaks the protocol", listener.name(), peer(socket), e);
    }
  }

  private static String peer(Socket socket) {
    InetAddress address = ((InetSocketAddress) socket.getRemoteSocketAddress()).getAddress();
    return address.getHostAddress();
  }

  private Socket secured(Socket accepted) throws IOException {
    if (listener.tls().isEmpty()) {
      return accepted;
    }
    Listener.Tls tls = listener.tls().get();
    // The deadline is for the whole handshake: a client that sends a byte now and then must not
    // win.
    ScheduledFuture<?> deadline =
        deadlines.schedule(
            () -> closeQuietly(accepted),
            listener.handshakeTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      SSLSocket socket =
          (SSLSocket)
              tls.context()
                  .getSocketFactory()
                  .createSocket(
                      accepted,
                      accepted.getInetAddress().getHostAddress(),
                      accepted.getPort(),
                      true);
      socket.setUseClientMode(false);
      socket.setNeedClientAuth(tls.clientCertificate());
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      meter.failedHandshakes.increment();
      meter.problem("TLS handshake with " + accepted.getRemoteSocketAddress() + ": " + e);
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("closing a socket: {}", e.toString());
    }
  }

  @Override
  public void close() {
    closed = true;
    ServerSocket socket = server;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        log.debug("closing {}: {}", listener.name(), e.toString());
      }
    }
    open.forEach(Connections::closeQuietly);
    threads.shutdown();
    deadlines.shutdownNow();
    awaitEnd();
    meter.stopped();
  }

  private void awaitEnd() {
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
