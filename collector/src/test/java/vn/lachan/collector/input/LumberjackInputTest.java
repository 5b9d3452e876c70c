package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.Input;
import vn.lachan.collector.LogSources;

class LumberjackInputTest implements AcknowledgedInputContract {

  @Override
  public Input input(
      StreamSettings settings, LogSources sources, MemoryIntake intake, Clock clock) {
    return StreamInput.beats(settings, sources, intake, clock);
  }

  @Override
  public int port(Input input) {
    return ((StreamInput) input).port();
  }

  @Override
  public Sender connect(Socket socket) {
    return new LumberjackSender(socket);
  }

  @Override
  public byte[] nonsense() {
    return AcknowledgedInputContract.bytes("1D\0\0\0\1");
  }

  /** A client that writes what Beats write. */
  private static final class LumberjackSender implements Sender {
    private final Socket socket;

    LumberjackSender(Socket socket) {
      this.socket = socket;
    }

    @Override
    public Socket socket() {
      return socket;
    }

    @Override
    public void send(List<String> records) throws IOException {
      ByteArrayOutputStream frames = new ByteArrayOutputStream();
      frames.writeBytes(window(records.size()));
      frames.writeBytes(events(records));
      socket.getOutputStream().write(frames.toByteArray());
    }

    static byte[] window(int count) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeBytes("2W");
      out.writeInt(count);
      return bytes.toByteArray();
    }

    static byte[] events(List<String> records) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      int sequence = 0;
      for (String one : records) {
        byte[] json = one.getBytes(StandardCharsets.UTF_8);
        out.writeBytes("2J");
        out.writeInt(++sequence);
        out.writeInt(json.length);
        out.write(json);
      }
      return bytes.toByteArray();
    }

    static byte[] packed(byte[] frames) throws IOException {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (OutputStream deflate = new DeflaterOutputStream(zipped)) {
        deflate.write(frames);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeBytes("2C");
      out.writeInt(zipped.size());
      out.write(zipped.toByteArray());
      return bytes.toByteArray();
    }

    @Override
    public void awaitAcknowledged(int count) throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int last = 0;
      while (last < count) {
        assertThat(in.readByte()).isEqualTo((byte) '2');
        assertThat(in.readByte()).isEqualTo((byte) 'A');
        int next = in.readInt();
        assertThat(next).isGreaterThan(last);
        last = next;
      }
      assertThat(last).isEqualTo(count);
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
  void acknowledgesEachWindowAlsoOfOneEventEach() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake);
        Sender sender = connect(new Socket(InetAddress.getLoopbackAddress(), port(input)))) {
      for (int i = 0; i < 3; i++) {
        sender.send(List.of("{\"n\":" + i + "}"));
        sender.awaitAcknowledged(1);
      }
      assertThat(intake.texts()).containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}");
    }
  }

  @Test
  void unpacksWhatIsPacked() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake);
        Sender sender = connect(new Socket(InetAddress.getLoopbackAddress(), port(input)))) {
      OutputStream out = sender.socket().getOutputStream();
      out.write(LumberjackSender.window(2));
      out.write(LumberjackSender.packed(LumberjackSender.events(List.of("{\"a\":1}", "{}"))));
      sender.awaitAcknowledged(2);
      assertThat(intake.texts()).containsExactly("{\"a\":1}", "{}");
    }
  }

  private String problemOf(byte[] frames) throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(input))) {
      socket.getOutputStream().write(frames);
      try {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      } catch (IOException _) {
        // the unread rest makes the other side reset the connection
      }
      assertThat(intake.all()).isEmpty();
      return input.health().problem();
    }
  }

  @Test
  void aSmallPackedFrameCannotFillTheMemory() throws Exception {
    byte[] bomb = LumberjackSender.packed(LumberjackSender.events(List.of("0".repeat(100 << 20))));
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThat(problemOf(bomb)).contains("becomes larger than");
    byte[] nested = LumberjackSender.packed(LumberjackSender.packed(new byte[0]));
    assertThat(problemOf(nested)).contains("within a packed one");
  }

  @Test
  void brokenPackingIsSaid() throws Exception {
    byte[] frame = LumberjackSender.packed(LumberjackSender.events(List.of("{}")));
    frame[8] ^= 0x55;
    assertThat(problemOf(frame)).contains("127.0.0.1");
  }
}
