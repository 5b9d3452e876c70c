package vn.lachan.collector.forward;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.kafka.KafkaBatch;
import vn.lachan.collector.kafka.KafkaConnection;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaHandOverReader;
import vn.lachan.collector.kafka.KafkaSettings;

/** A receiver with Kafka in place of the journal, as the platform has them. */
final class KafkaProvince implements AutoCloseable {
  private final KafkaHandOver handOver;
  final ForwardInput input;

  KafkaProvince(String kafka, String prefix, String node, int port, SSLContext tls)
      throws InterruptedException {
    handOver =
        KafkaHandOver.open(
            KafkaSettings.of(KafkaConnection.plain(kafka), prefix, node)
                .withPartitions(3)
                .withTimes(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    Duration.ofMillis(100)));
    handOver.awaitOpen();
    Listener listener =
        Listener.of("forward", new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .withTls(new Listener.Tls(tls, true));
    input =
        new ForwardInput(
            ForwardInputSettings.of(
                listener,
                List.of(
                    new ForwardInputSettings.Forwarder(
                        Province.COMMUNE, Set.of("motcua", "tuong-lua")))),
            handOver.forwarders(),
            handOver,
            Clock.systemUTC());
    input.start();
  }

  ForwarderHealth commune() {
    return input.forwarders().getFirst();
  }

  /** All that is kept, from the first record on. */
  List<RawLog> all() throws InterruptedException {
    List<RawLog> all = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (KafkaHandOverReader reader = handOver.reader("all-" + System.nanoTime())) {
      boolean begun = false;
      while (System.nanoTime() < deadline) {
        KafkaBatch batch = reader.read(10_000, Duration.ofMillis(200));
        all.addAll(batch.logs());
        begun |= !batch.isEmpty();
        if (begun && batch.isEmpty() && reader.lag() == 0) {
          return all;
        }
      }
    }
    throw new AssertionError("the topic has no end");
  }

  @Override
  public void close() {
    input.close();
    handOver.close();
  }
}
