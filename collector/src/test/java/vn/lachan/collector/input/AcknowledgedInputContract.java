package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;

/** What every input that acknowledges over a connection promises. */
interface AcknowledgedInputContract extends DurableInputContract {

  /** A sender on one connection. */
  interface Sender extends AutoCloseable {

    /** Sends without waiting. */
    void send(List<String> records) throws IOException;

    /** Waits until so many records of this connection are acknowledged. */
    void awaitAcknowledged(int count) throws IOException;

    /** Whether something was acknowledged that was not waited for. */
    boolean hearsSomething() throws IOException;

    Socket socket();

    /** Breaks the line without a farewell. */
    @Override
    default void close() throws IOException {
      socket().setSoLinger(true, 0);
      socket().close();
    }
  }

  /** The input under test; not started. */
  Input input(StreamSettings settings, LogSources sources, MemoryIntake intake, Clock clock);

  int port(Input input);

  Sender connect(Socket socket) throws IOException;

  /** Bytes that are not of this protocol. */
  byte[] nonsense();

  default StreamSettings settings() {
    return StreamSettings.of(
        Listener.of("thử", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), "mac-dinh");
  }

  default Input started(MemoryIntake intake) {
    Input input = input(settings(), new LogSources(List.of()), intake, Clock.systemUTC());
    input.start();
    return input;
  }

  private Sender sender(Input input) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(input));
    socket.setSoTimeout(20_000);
    return connect(socket);
  }

  @Override
  default Line open(MemoryIntake intake) throws IOException {
    Input input = started(intake);
    Sender sender = sender(input);
    return new Line() {
      @Override
      public boolean send(List<String> records) throws IOException {
        sender.send(records);
        sender.awaitAcknowledged(records.size());
        return true;
      }

      @Override
      public InputHealth health() {
        return input.health();
      }

      @Override
      public void close() throws IOException {
        sender.close();
        input.close();
      }
    };
  }

  @Test
  default void receivesInOrderAndAcknowledges() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake);
        Sender sender = sender(input)) {
      List<String> records = IntStream.range(0, 3_000).mapToObj(i -> record("hồ sơ " + i)).toList();
      sender.send(records);
      sender.awaitAcknowledged(3_000);

      assertThat(intake.texts()).isEqualTo(records);
      assertThat(intake.all().stream().map(RawLog::position)).doesNotHaveDuplicates();
      assertThat(intake.all()).allMatch(log -> log.source().equals("mac-dinh"));
      assertThat(input.health().received()).isEqualTo(3_000);
      assertThat(input.health().state()).isEqualTo(InputHealth.State.RUNNING);
    }
  }

  private static String record(String text) {
    return "{\"message\":\"" + text + "\"}";
  }

  @Test
  default void knowsAgainWhatIsSentASecondTime() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake)) {
      try (Sender first = sender(input)) {
        first.send(List.of(record("1"), record("2"), record("2"), record("3")));
        intake.await(4);
      }
      try (Sender second = sender(input)) {
        second.send(List.of(record("2"), record("2"), record("3"), record("4"), record("2")));
        second.awaitAcknowledged(5);
      }
      List<String> positions = intake.all().stream().map(RawLog::position).toList();
      assertThat(positions.subList(4, 7)).isEqualTo(positions.subList(1, 4));
      assertThat(positions.stream().distinct()).hasSize(6);
    }
  }

  @Test
  default void aFullJournalMakesTheSenderWait() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    intake.refuse(true);
    try (Input input = started(intake);
        Sender sender = sender(input)) {
      sender.send(List.of(record("a")));
      assertThat(sender.hearsSomething()).isFalse();
      intake.refuse(false);
      sender.awaitAcknowledged(1);
    }
  }

  @Test
  default void cutsWhatIsTooLong() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake);
        Sender sender = sender(input)) {
      sender.send(List.of(record("x".repeat(1 << 20)), record("y")));
      sender.awaitAcknowledged(2);

      assertThat(intake.all().getFirst().bytes()).hasSize(64 << 10);
      assertThat(intake.all().getFirst().truncated()).isTrue();
      assertThat(intake.texts().get(1)).isEqualTo(record("y"));
      assertThat(input.health().truncated()).isEqualTo(1);
    }
  }

  @Test
  default void nonsenseEndsItsOwnConnectionOnly() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake);
        Sender good = sender(input);
        Socket bad = new Socket(InetAddress.getLoopbackAddress(), port(input))) {
      bad.setSoTimeout(20_000);
      bad.getOutputStream().write(nonsense());
      assertThat(ended(bad)).isTrue();
      assertThat(input.health().problem()).contains("127.0.0.1: ");

      good.send(List.of(record("a")));
      good.awaitAcknowledged(1);
    }
  }

  private static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true; // the unread rest makes the other side reset the connection
    }
  }

  @Test
  default void aSenderOfOneByteNowAndThenHoldsUpNobody() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake);
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), port(input));
        Sender quick = sender(input)) {
      slow.getOutputStream().write(nonsense()[0]);
      quick.send(List.of(record("a")));
      quick.awaitAcknowledged(1);
    }
  }

  @Test
  default void keepsWhatIsCompleteWhenTheLineBreaks() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Input input = started(intake)) {
      Sender sender = sender(input);
      sender.send(List.of(record("a"), record("b")));
      sender.socket().shutdownOutput();
      assertThat(intake.await(2)).containsExactly(record("a"), record("b"));
      sender.close();
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (input.health().connections() > 0 && System.nanoTime() < deadline) {
        Thread.sleep(5);
      }
      assertThat(input.health().connections()).isZero();
    }
  }

  /** UTF-8. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
