package vn.lachan.collector.input;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverReader;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.collector.kafka.KafkaConnection;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaSettings;
import vn.lachan.collector.kafka.KafkaTail;

/** Receives over RELP until it is killed; prints position and number of each record it keeps. */
final class ReceivingProcess {
  private static final Pattern NUMBER = Pattern.compile("mc-(\\d+)");

  private ReceivingProcess() {}

  private static KafkaHandOver kafka(Path folder, String server, String prefix) {
    KafkaSettings settings =
        KafkaSettings.of(KafkaConnection.plain(server), prefix, "receiver").withPartitions(2);
    return KafkaHandOver.open(
        settings, Optional.of(new KafkaTail(settings, folder.resolve("tail"))));
  }

  /** {@code FOLDER PORT} keeps in a journal, {@code FOLDER PORT SERVER PREFIX} in Kafka. */
  static void main(String[] arguments) throws InterruptedException {
    HandOver journal =
        arguments.length == 2
            ? Journal.open(Path.of(arguments[0]), JournalSettings.DEFAULT.withMinFreeBytes(0))
            : kafka(Path.of(arguments[0]), arguments[2], arguments[3]);
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
    HandOverReader reader = journal.reader("print");
    while (true) {
      for (RawLog log : reader.read(500, Duration.ofSeconds(1)).logs()) {
        Matcher number = NUMBER.matcher(new String(log.bytes(), StandardCharsets.UTF_8));
        System.out.println(log.position() + " " + (number.find() ? number.group(1) : "-") + " .");
      }
    }
  }
}
