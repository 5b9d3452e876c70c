package vn.lachan.collector.input;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection of RELP, the Reliable Event Logging Protocol of rsyslog, version 0.
 *
 * <p>A message is answered with {@code 200 OK} when it would survive a crash of the machine, never
 * before. For one thread.
 */
final class RelpSession {
  private static final int BUFFER = 64 << 10;
  private static final String OFFERS = "relp_version=0\nrelp_software=lachan\ncommands=syslog";

  private final Delivery delivery;
  private final RelpFrames frames;
  private final OutputStream out;
  private final List<Integer> unanswered = new ArrayList<>();
  private boolean opened;
  private boolean farewell;

  private RelpSession(Socket socket, Delivery delivery, int maxRecordBytes) throws IOException {
    this.delivery = delivery;
    this.frames =
        new RelpFrames(
            new BeforeReading(socket.getInputStream(), this::keepAndAnswer),
            maxRecordBytes,
            BUFFER);
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** Talks until the sender takes its leave or the line breaks. */
  static void converse(Socket socket, Delivery delivery, int maxRecordBytes)
      throws IOException, InterruptedException {
    new RelpSession(socket, delivery, maxRecordBytes).run();
  }

  private void run() throws IOException, InterruptedException {
    RelpFrames.Frame frame = frames.next();
    while (frame != null) {
      hear(frame);
      if (delivery.full()) {
        keepAndAnswer();
      }
      frame = farewell ? null : frames.next();
    }
  }

  private void hear(RelpFrames.Frame frame) throws IOException, InterruptedException {
    switch (frame.command()) {
      case "open" -> open(frame);
      case "syslog" -> {
        if (!opened) {
          throw new ProtocolException("a message before the session was opened");
        }
        delivery.add(frame.data(), frame.wireLength());
        unanswered.add(frame.transaction());
      }
      case "close" -> {
        keepAndAnswer();
        answer(frame.transaction(), "");
        out.write("0 serverclose 0\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        delivery.farewell();
        farewell = true;
      }
      default -> answer(frame.transaction(), "500 unknown command");
    }
  }

  /** Whatever version is offered, the answer names ours: it is the client that must agree. */
  private void open(RelpFrames.Frame frame) throws IOException {
    boolean syslog =
        frame
            .text()
            .lines()
            .filter(line -> line.startsWith("commands="))
            .flatMap(line -> List.of(line.substring("commands=".length()).split(",")).stream())
            .anyMatch("syslog"::equals);
    if (!syslog) {
      answer(frame.transaction(), "500 only the command syslog is spoken here");
      throw new ProtocolException("a RELP session without syslog");
    }
    opened = true;
    answer(frame.transaction(), "200 OK\n" + OFFERS);
  }

  private void keepAndAnswer() throws IOException, InterruptedException {
    delivery.keep();
    for (int transaction : unanswered) {
      write(transaction, "200 OK");
    }
    unanswered.clear();
    out.flush();
  }

  private void answer(int transaction, String text) throws IOException {
    write(transaction, text);
    out.flush();
  }

  private void write(int transaction, String text) throws IOException {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    String head = transaction + " rsp " + data.length + (data.length == 0 ? "" : " ");
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(data);
    out.write('\n');
  }
}
