package vn.lachan.app.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.input.StreamInput;
import vn.lachan.collector.input.StreamSettings;
import vn.lachan.collector.input.SyslogUdpInput;
import vn.lachan.collector.input.SyslogUdpSettings;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaSettings;

/**
 * How many lines of syslog a second are received, durable in a journal and, over RELP,
 * acknowledged, and after how long; and whether a burst over UDP of 30,000 a second for ten seconds
 * loses any. With Kafka, beside it, until Kafka has acknowledged. The senders run on the same
 * machine.
 */
final class IntakeRates {
  private static final int CONNECTIONS = 4;
  private static final int WINDOW = 128;
  private static final int BURST_PER_SECOND = 30_000;
  private static final int BURST_SECONDS = 10;
  private static final int PER_TICK = 30;
  private static final int BUFFER = 1 << 16;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Path folder;
  private final int lines;
  private final Optional<KafkaSettings> kafka;
  private final Clock clock;
  private final byte[] text;

  /** What a sender says on its connection. */
  private interface Conversation {
    void hold(Socket socket, int lines) throws IOException;
  }

  /**
   * What was acknowledged over RELP.
   *
   * @param p95 time within which 95 of 100 lines were, {@link #WINDOW} of each connection under way
   */
  private record Acknowledged(long perSecond, Duration p95) {}

  /**
   * @param kafka also measured when it is there
   */
  IntakeRates(Path folder, int lines, Optional<KafkaSettings> kafka, Clock clock) {
    this.folder = folder;
    this.kafka = kafka;
    this.lines = lines;
    this.clock = clock;
    this.text =
        ("<134>1 2026-11-22T01:00:00Z may-1 ung-dung 1 ID1 [meta@32473 seq=\"1\"] "
                + "phiên làm việc số 12345 của cán bộ tiếp nhận đã mở từ 10.60.75.12 lúc sáng nay")
            .getBytes(StandardCharsets.UTF_8);
  }

  /** Lines a second by way in, and what became of the burst. */
  Map<String, Object> run() throws InterruptedException {
    Map<String, Object> figures = new LinkedHashMap<>();
    try (Journal journal =
        Journal.open(
            folder.resolve("intake"),
            JournalSettings.DEFAULT.withMinFreeBytes(0).withMaxBytes(4L << 30))) {
      try (StreamInput relp =
          StreamInput.relp(settings("relp"), new LogSources(List.of()), journal, clock)) {
        relp.start();
        Acknowledged rate = acknowledged(relp.port());
        figures.put("relp_acknowledged_per_second", rate.perSecond());
        figures.put("relp_acknowledged_p95_ms", millis(rate.p95()));
        kafka.ifPresent(settings -> throughKafka(settings, rate, figures));
      }
      try (StreamInput tcp =
          StreamInput.syslog(settings("tcp"), new LogSources(List.of()), journal, clock)) {
        tcp.start();
        figures.put("tcp_durable_per_second", stream(tcp.port(), journal, this::overTcp, lines));
      }
      burst(journal, figures);
    }
    return figures;
  }

  private void throughKafka(
      KafkaSettings settings, Acknowledged journal, Map<String, Object> figures) {
    try (KafkaHandOver handOver = KafkaHandOver.open(settings);
        StreamInput relp =
            StreamInput.relp(settings("relp-kafka"), new LogSources(List.of()), handOver, clock)) {
      relp.start();
      Acknowledged rate = acknowledged(relp.port());
      figures.put("kafka_acknowledged_per_second", rate.perSecond());
      figures.put("kafka_acknowledged_p95_ms", millis(rate.p95()));
      figures.put(
          "kafka_to_journal_acknowledged",
          Math.round(1000.0 * rate.perSecond() / journal.perSecond()) / 1000.0);
    }
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / 1e4) / 100.0;
  }

  /** Warms up and measures; the senders are done when everything is acknowledged. */
  private Acknowledged acknowledged(int port) {
    var _ = send(port, (socket, count) -> overRelp(socket, count, new long[count]), lines / 4);
    int each = lines / CONNECTIONS;
    long[] all = new long[each * CONNECTIONS];
    AtomicInteger filled = new AtomicInteger();
    long took =
        send(
            port,
            (socket, count) -> {
              long[] times = new long[count];
              overRelp(socket, count, times);
              System.arraycopy(times, 0, all, filled.getAndAdd(count), count);
            },
            lines);
    Arrays.sort(all);
    return new Acknowledged(
        Math.round(all.length * 1e9 / took), Duration.ofNanos(all[all.length * 95 / 100]));
  }

  private static StreamSettings settings(String name) {
    return StreamSettings.of(Listener.of(name, anyPort()), "bench");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static long stream(int port, Journal journal, Conversation conversation, int lines)
      throws InterruptedException {
    long before = journal.stats().records();
    long start = System.nanoTime();
    var _ = send(port, conversation, lines);
    long all = (long) lines / CONNECTIONS * CONNECTIONS;
    awaitRecords(journal, before + all);
    return Math.round(all * 1e9 / (System.nanoTime() - start));
  }

  /** Sends over all connections; nanoseconds until the last sender was done. */
  private static long send(int port, Conversation conversation, int lines) {
    int each = lines / CONNECTIONS;
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        senders.add(CompletableFuture.runAsync(() -> converse(port, conversation, each), threads));
      }
      senders.forEach(CompletableFuture::join);
    }
    return System.nanoTime() - start;
  }

  private static void converse(int port, Conversation conversation, int lines) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      conversation.hold(socket, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("a sender of the measurement failed", e);
    }
  }

  /** Returns what is durable in the end; fewer than {@code records} when no more come. */
  private static long awaitRecords(Journal journal, long records) throws InterruptedException {
    long last = System.nanoTime();
    long seen = journal.stats().records();
    while (seen < records && System.nanoTime() - last < PATIENCE_NANOS / 20) {
      Thread.sleep(2);
      long now = journal.stats().records();
      last = now > seen ? System.nanoTime() : last;
      seen = now;
    }
    return seen;
  }

  private void overTcp(Socket socket, int count) throws IOException {
    OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    byte[] length = (text.length + " ").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < count; i++) {
      out.write(length);
      out.write(text);
    }
    out.flush();
  }

  /**
   * As omrelp does, with its window.
   *
   * @param times gets the nanoseconds from each line to its answer
   */
  private void overRelp(Socket socket, int count, long[] times) throws IOException {
    OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    String open = "relp_version=0\nrelp_software=bench\ncommands=syslog";
    out.write(frame(1, "open", open.getBytes(StandardCharsets.US_ASCII)));
    out.flush();
    answer(in);
    int answered = 0;
    for (int sent = 0; answered < count; answered++) {
      while (sent < count && sent - answered < WINDOW) {
        times[sent] = System.nanoTime();
        out.write(frame(sent + 2, "syslog", text));
        sent++;
      }
      if (in.available() == 0) {
        out.flush();
      }
      answer(in);
      times[answered] = System.nanoTime() - times[answered];
    }
  }

  private static byte[] frame(int number, String command, byte[] data) {
    byte[] head =
        (number + " " + command + " " + data.length + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[head.length + data.length + 1];
    System.arraycopy(head, 0, frame, 0, head.length);
    System.arraycopy(data, 0, frame, head.length, data.length);
    frame[frame.length - 1] = '\n';
    return frame;
  }

  private static void answer(InputStream in) throws IOException {
    int length = 0;
    for (int spaces = 0; spaces < 3; ) {
      int one = in.read();
      if (one < 0) {
        throw new IOException("the input hung up");
      }
      if (one == ' ') {
        spaces++;
      } else if (spaces == 2) {
        length = 10 * length + one - '0';
      }
    }
    in.skipNBytes(length + 1L);
  }

  private void burst(Journal journal, Map<String, Object> figures) throws InterruptedException {
    try (SyslogUdpInput udp =
            new SyslogUdpInput(
                SyslogUdpSettings.of("udp", anyPort(), "bench"),
                new LogSources(List.of()),
                journal,
                clock);
        DatagramSocket socket = new DatagramSocket()) {
      udp.start();
      long before = journal.stats().records();
      long sent = send(socket, udp.port());
      figures.put("udp_burst_sent_per_second", sent / BURST_SECONDS);
      long kept = awaitRecords(journal, before + sent) - before;
      figures.put("udp_burst_sent", sent);
      figures.put("udp_burst_lost", sent - kept);
    } catch (IOException e) {
      throw new UncheckedIOException("the burst over UDP failed", e);
    }
  }

  private long send(DatagramSocket socket, int port) throws IOException {
    DatagramPacket packet =
        new DatagramPacket(text, text.length, InetAddress.getLoopbackAddress(), port);
    long start = System.nanoTime();
    long end = start + BURST_SECONDS * 1_000_000_000L;
    long sent = 0;
    while (sent < (long) BURST_PER_SECOND * BURST_SECONDS && System.nanoTime() < end) {
      for (int i = 0; i < PER_TICK; i++) {
        socket.send(packet);
      }
      sent += PER_TICK;
      long due = start + sent * 1_000_000_000L / BURST_PER_SECOND;
      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
    }
    return sent;
  }
}
