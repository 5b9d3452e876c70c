package vn.lachan.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.TestLogs;

/**
 * A process with 512 MiB of heap is started on a journal with a backlog: how long until the first
 * line is received, durable and acknowledged, and whether all of the backlog is read in order. The
 * long form: {@code -Dlachan.journal.restart.megabytes=10240}.
 */
class JournalRestartTest {
  private static final long BACKLOG = Long.getLong("lachan.journal.restart.megabytes", 96) << 20;

  /** The goal of the long form, on a quiet machine. */
  private static final Duration READY = Duration.ofSeconds(5);

  private static final String LINE = "một dòng nhật ký của cán bộ tiếp nhận ".repeat(10);

  @TempDir Path folder;

  @Test
  void receivesSoonAfterARestartWhateverTheBacklogAlsoWithATornEnd() throws Exception {
    Path journal = folder.resolve("journal");
    long records = fill(journal);
    restart(journal, records, 0);
    byte[] torn = new byte[700];
    torn[0] = 'L';
    torn[1] = 'C';
    Path newest = SegmentFormat.list(journal).lastEntry().getValue();
    Files.write(newest, torn, StandardOpenOption.APPEND);
    restart(journal, records, torn.length);
  }

  private static long fill(Path journal) throws Exception {
    long count = 0;
    JournalSettings settings = JournalSettings.DEFAULT.withMinFreeBytes(0).withMaxBytes(1L << 40);
    try (Journal filled = Journal.open(journal, settings)) {
      filled.reader("detect").close();
      CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
      while (filled.stats().bytes() < BACKLOG) {
        List<RawLog> logs = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
          logs.add(TestLogs.raw("nguon", "p:" + count++, LINE));
        }
        if (filled.take(logs, Intake.FOREVER) instanceof Receipt.Taken(var durable)) {
          last = durable;
        }
      }
      last.join();
    }
    return count;
  }

  /** One start, one line, all of the backlog; then the line is taken away again. */
  private void restart(Path journal, long records, long cut) throws Exception {
    Path errors = folder.resolve("errors");
    List<Path> before = List.copyOf(SegmentFormat.list(journal).values());
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RestartedProcess.class.getName(),
                journal.toString(),
                "0")
            .redirectError(errors.toFile())
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String port = out.readLine();
      assertThat(port).as(Files.readString(errors)).startsWith("port ");
      sendOverRelp(Integer.parseInt(port.substring(5)));
      Duration ready = Duration.ofNanos(System.nanoTime() - start);
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      assertThat(out.readLine())
          .as(Files.readString(errors))
          .isEqualTo("read " + records + " true " + cut);
      System.out.printf(
          Locale.ROOT,
          "backlog %d MiB, %d records, torn %d bytes: first line acknowledged after %d ms,"
              + " all read after %.1f s%n",
          BACKLOG >> 20,
          records,
          cut,
          ready.toMillis(),
          (System.nanoTime() - start) / 1e9);
      assertThat(process.waitFor()).isZero();
      if (BACKLOG >= 10L << 30) {
        assertThat(ready).isLessThan(READY);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    for (Path file : SegmentFormat.list(journal).values()) {
      if (!before.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private static void sendOverRelp(int port) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String offer = "relp_version=0\ncommands=syslog";
      String line = "<134>1 2026-11-22T01:00:00Z may ung-dung 1 - - sau khi khoi dong lai";
      socket
          .getOutputStream()
          .write(
              ("1 open "
                      + offer.length()
                      + " "
                      + offer
                      + "\n2 syslog "
                      + line.length()
                      + " "
                      + line
                      + "\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder heard = new StringBuilder();
      while (heard.indexOf("\n2 rsp 6 200 OK") < 0) {
        int next = in.read();
        assertThat(next).as(heard.toString()).isNotNegative();
        heard.append((char) next);
      }
    }
  }
}
