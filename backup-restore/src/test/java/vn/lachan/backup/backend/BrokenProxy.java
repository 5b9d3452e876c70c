package vn.lachan.backup.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server on this machine that breaks, or falls silent, after so many bytes. */
final class BrokenProxy implements AutoCloseable {

  /** Bytes of answers each connection brings. */
  volatile long bytes = Long.MAX_VALUE;

  /** Whether a connection stays open and silent then, instead of being closed. */
  volatile boolean silent;

  private final ServerSocket door;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  BrokenProxy(int target) {
    this.target = target;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return door.getLocalPort();
  }

  private void serve() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pass(client, server, Long.MAX_VALUE));
        long most = bytes;
        Thread.ofVirtual().start(() -> pass(server, client, most));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void pass(Socket from, Socket to, long most) {
    byte[] slice = new byte[512];
    long left = most;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(slice); read >= 0 && left > 0; read = in.read(slice)) {
        out.write(slice, 0, (int) Math.min(read, left));
        left -= read;
        if (left <= 0) {
          break;
        }
      }
      if (left <= 0 && silent) {
        return;
      }
      to.close();
      from.close();
    } catch (IOException e) {
      drop(from);
      drop(to);
    }
  }

  private static void drop(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes every connection there is. */
  void dropAll() {
    sockets.forEach(BrokenProxy::drop);
    sockets.clear();
  }

  @Override
  public void close() {
    drop(door);
    dropAll();
  }

  private static void drop(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
