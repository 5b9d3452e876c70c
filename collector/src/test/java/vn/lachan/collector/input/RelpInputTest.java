package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.collector.input.AcknowledgedInputContract.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.Input;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;

class RelpInputTest implements AcknowledgedInputContract {

  @Override
  public Input input(
      StreamSettings settings, LogSources sources, MemoryIntake intake, Clock clock) {
    return StreamInput.relp(settings, sources, intake, clock);
  }

  @Override
  public int port(Input input) {
    return ((StreamInput) input).port();
  }

  @Override
  public Sender connect(Socket socket) throws IOException {
    RelpSender sender = new RelpSender(socket);
    sender.command("open", "relp_version=0\nrelp_software=thử\ncommands=syslog");
    assertThat(sender.line()).isEqualTo("1 rsp 58 200 OK");
    assertThat(sender.line()).isEqualTo("relp_version=0");
    assertThat(sender.line()).isEqualTo("relp_software=lachan");
    assertThat(sender.line()).isEqualTo("commands=syslog");
    return sender;
  }

  @Override
  public byte[] nonsense() {
    return bytes("GET / HTTP/1.1\r\n\r\n");
  }

  /** A client that writes what librelp writes. */
  private static final class RelpSender implements Sender {
    private final Socket socket;
    private int transaction;
    private int answered = 1;

    RelpSender(Socket socket) {
      this.socket = socket;
    }

    @Override
    public Socket socket() {
      return socket;
    }

    void command(String command, String text) throws IOException {
      byte[] data = bytes(text);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.writeBytes(bytes(++transaction + " " + command + " " + data.length));
      if (data.length > 0) {
        frame.write(' ');
        frame.writeBytes(data);
      }
      frame.write('\n');
      socket.getOutputStream().write(frame.toByteArray());
    }

    String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int c = socket.getInputStream().read();
      while (c >= 0 && c != '\n') {
        line.write(c);
        c = socket.getInputStream().read();
      }
      return line.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void send(List<String> records) throws IOException {
      for (String one : records) {
        command("syslog", one);
      }
    }

    @Override
    public void awaitAcknowledged(int count) throws IOException {
      while (answered < count + 1) {
        assertThat(line()).isEqualTo(++answered + " rsp 6 200 OK");
      }
    }

    @Override
    public boolean hearsSomething() throws IOException {
      socket.setSoTimeout(200);
      try {
        return socket.getInputStream().read() >= 0;
      } catch (SocketTimeoutException _) {
        return false;
      } finally {
        socket.setSoTimeout(20_000);
      }
    }
  }

  @Test
  void takesLeaveInGoodOrder() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake)) {
      for (int i = 0; i < 2; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(input));
        RelpSender sender = (RelpSender) connect(socket);
        sender.send(List.of("cùng một dòng"));
        sender.command("close", "");
        assertThat(sender.line()).isEqualTo("2 rsp 6 200 OK");
        assertThat(sender.line()).isEqualTo("3 rsp 0");
        assertThat(sender.line()).isEqualTo("0 serverclose 0");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        socket.close();
      }
      assertThat(intake.all().stream().map(RawLog::position)).doesNotHaveDuplicates().hasSize(2);
    }
  }

  @Test
  void answersANewerClientWithItsOwnVersion() throws Exception {
    try (Input input = started(new MemoryIntake());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(input))) {
      RelpSender sender = new RelpSender(socket);
      sender.command("open", "relp_version=1\ncommands=eventlog,syslog");
      assertThat(sender.line()).isEqualTo("1 rsp 58 200 OK");
      assertThat(sender.line()).isEqualTo("relp_version=0");
    }
  }

  @Test
  void refusesWhatItDoesNotSpeak() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(input))) {
      RelpSender sender = new RelpSender(socket);
      sender.command("open", "relp_version=0\ncommands=eventlog");
      assertThat(sender.line()).startsWith("1 rsp ").contains(" 500 ");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    try (Input input = started(intake);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(input))) {
      RelpSender sender = (RelpSender) connect(socket);
      sender.command("starttls", "");
      assertThat(sender.line()).isEqualTo("2 rsp 19 500 unknown command");
      sender.send(List.of("a"));
      assertThat(sender.line()).isEqualTo("3 rsp 6 200 OK");
    }
  }

  @Test
  void takesNoMessageBeforeTheSessionIsOpen() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(input))) {
      new RelpSender(socket).send(List.of("a"));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(intake.all()).isEmpty();
      assertThat(input.health().problem()).contains("before the session was opened");
    }
  }
}
