package vn.lachan.collector.journal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.input.StreamInput;
import vn.lachan.collector.input.StreamSettings;

/**
 * Receives over RELP into a journal that was there already, as the platform does after a restart.
 * Once there is a line on its standard input it reads the journal to its end and prints what it
 * found.
 */
public final class RestartedProcess {
  private RestartedProcess() {}

  public static void main(String[] arguments) throws Exception {
    long first = Long.parseLong(arguments[1]);
    JournalSettings settings = JournalSettings.DEFAULT.withMinFreeBytes(0).withMaxBytes(1L << 40);
    try (Journal journal = Journal.open(Path.of(arguments[0]), settings);
        StreamInput input =
            StreamInput.relp(
                StreamSettings.of(
                    Listener.of("relp", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                    "may"),
                new LogSources(List.of()),
                journal,
                Clock.systemUTC())) {
      input.recall(journal::recent);
      input.start();
      System.out.println("port " + input.port());
      System.in.read();
      long next = first;
      boolean received = false;
      try (JournalReader reader = journal.reader("detect")) {
        List<RawLog> logs = reader.read(2_000, Duration.ZERO).logs();
        while (!logs.isEmpty()) {
          for (RawLog log : logs) {
            if (log.position().equals("p:" + next)) {
              next++;
            } else if (log.source().equals("may") && !received) {
              received = true;
            } else {
              System.out.println("wrong " + log.position() + " in place of " + next);
              return;
            }
          }
          logs = reader.read(2_000, Duration.ZERO).logs();
        }
      }
      System.out.println("read " + next + " " + received + " " + journal.stats().cutBytes());
    }
  }
}
