package vn.lachan.simulator.send;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/**
 * Syslog over UDP (RFC 5426): one message a datagram. Datagrams may be lost, and messages over
 * 65,507 bytes cannot be sent.
 */
public final class SyslogUdpSender implements Sender {
  private static final int MAX_DATAGRAM = 65_507;

  private final InetSocketAddress target;
  private final DatagramSocket socket;

  /**
   * @throws SenderException when there is no such host
   */
  public SyslogUdpSender(String host, int port) {
    this.target = new InetSocketAddress(host, port);
    if (target.isUnresolved()) {
      throw new SenderException("no such host: " + host);
    }
    try {
      this.socket = new DatagramSocket();
    } catch (IOException e) {
      throw new SenderException("cannot open a UDP socket", e);
    }
  }

  @Override
  public void send(LogLine line) {
    byte[] message = SyslogFormat.message(line);
    if (message.length > MAX_DATAGRAM) {
      throw new SenderException("a message of %d bytes fits no datagram".formatted(message.length));
    }
    try {
      socket.send(new DatagramPacket(message, message.length, target));
    } catch (IOException e) {
      throw new SenderException("cannot send to syslog at " + target, e);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    socket.close();
  }
}
