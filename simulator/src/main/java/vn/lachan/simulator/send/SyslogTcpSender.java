package vn.lachan.simulator.send;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Syslog over TCP, octet-counted (RFC 6587 section 3.4.1), or over TLS (RFC 5425) when there is a
 * context to trust. The protocol has no acknowledgement: what the network took may still be lost.
 */
public final class SyslogTcpSender implements Sender {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final String target;
  private final Socket socket;
  private final OutputStream out;

  /**
   * Connects.
   *
   * @param tls whom to trust; empty for plain TCP. The host must be named in its certificate.
   * @throws SenderException when nobody listens or the certificate is not trusted
   */
  public SyslogTcpSender(String host, int port, Optional<SSLContext> tls) {
    this.target = host + ":" + port;
    try {
      Socket plain = new Socket();
      plain.connect(new InetSocketAddress(host, port), (int) CONNECT_TIMEOUT.toMillis());
      this.socket = tls.isPresent() ? secure(tls.get(), plain, host, port) : plain;
      this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    } catch (IOException e) {
      throw new SenderException("cannot connect to syslog at " + target, e);
    }
  }

  private static Socket secure(SSLContext tls, Socket plain, String host, int port)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  @Override
  public void send(LogLine line) {
    byte[] message = SyslogFormat.message(line);
    try {
      out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
      out.write(message);
    } catch (IOException e) {
      throw new SenderException("syslog at " + target + " broke the connection", e);
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new SenderException("syslog at " + target + " broke the connection", e);
    }
  }

  @Override
  public void close() {
    try (socket) {
      out.flush();
    } catch (IOException e) {
      throw new SenderException("syslog at " + target + " broke the connection", e);
    }
  }
}
