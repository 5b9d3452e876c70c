package vn.lachan.collector.input;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.collector.journal.JournalSettings;

/** Receives over RELP until it is killed; prints position and number of each record it keeps. */
final class ReceivingProcess {
  private static final Pattern NUMBER = Pattern.compile("mc-(\\d+)");

  private ReceivingProcess() {}

  static void main(String[] arguments) throws InterruptedException {
    Journal journal =
        Journal.open(Path.of(arguments[0]), JournalSettings.DEFAULT.withMinFreeBytes(0));
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
    StreamInput input =
        StreamInput.relp(
            StreamSettings.of(Listener.of("relp", address), "rsyslog"),
            new LogSources(List.of()),
            journal,
            Clock.systemUTC());
    input.recall(journal::recent);
    input.start();
    JournalReader reader = journal.reader("print");
    while (true) {
      for (RawLog log : reader.read(500, Duration.ofSeconds(1)).logs()) {
        Matcher number = NUMBER.matcher(new String(log.bytes(), StandardCharsets.UTF_8));
        System.out.println(log.position() + " " + (number.find() ? number.group(1) : "-") + " .");
      }
    }
  }
}
