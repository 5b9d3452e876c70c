package vn.lachan.collector.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.input.Certificates;
import vn.lachan.collector.kafka.KafkaBroker;

/**
 * Two processes and a line; either is killed again and again. {@code -Dlachan.forward.kills=50} is
 * the long form.
 */
class ForwardKilledIT {
  private static final int KILLS = Integer.getInteger("lachan.forward.kills", 6);

  @TempDir Path folder;

  private Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ForwardProcess.class.getName());
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("taken").toFile()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** How the province is started, and what it kept is looked at. */
  private interface There {
    Process start() throws Exception;

    /** Takes the rest from {@code commune}; then all that is kept. */
    List<RawLog> rest(ForwardSender commune, Lanes lanes) throws Exception;
  }

  @Test
  void whateverIsKilledEachRecordArrivesOnce() throws Exception {
    int number = prepare();
    String there = folder.resolve("there").toString();
    check(
        number,
        KILLS,
        90_000,
        new There() {
          @Override
          public Process start() throws Exception {
            return ForwardKilledIT.this.start(
                "province", there, Integer.toString(number), folder.toString());
          }

          @Override
          public List<RawLog> rest(ForwardSender commune, Lanes lanes) throws Exception {
            try (Province province = new Province(Path.of(there), number, tls())) {
              drain(commune, lanes);
              assertThat(province.commune().gaps()).isZero();
              return province.all();
            }
          }
        });
  }

  /** The province is another node each time: the positions are with the records, in Kafka. */
  @Test
  void whateverIsKilledEachRecordArrivesOnceInKafka() throws Exception {
    int number = prepare();
    String kafka = KafkaBroker.shared().address();
    String prefix = KafkaBroker.name() + "-forwarded";
    AtomicInteger nodes = new AtomicInteger();
    check(
        number,
        KILLS / 2,
        20_000,
        new There() {
          @Override
          public Process start() throws Exception {
            return ForwardKilledIT.this.start(
                "kafka",
                prefix,
                Integer.toString(number),
                folder.toString(),
                kafka,
                "node-" + nodes.incrementAndGet());
          }

          @Override
          public List<RawLog> rest(ForwardSender commune, Lanes lanes) throws Exception {
            try (KafkaProvince province = new KafkaProvince(kafka, prefix, "last", number, tls())) {
              drain(commune, lanes);
              assertThat(province.commune().gaps()).isZero();
              return province.all();
            }
          }
        });
  }

  private int prepare() throws Exception {
    Files.createFile(folder.resolve("taken"));
    Certificates.make(folder, "province");
    Certificates.make(folder, "commune", Province.COMMUNE);
    return freePort();
  }

  private SSLContext tls() throws Exception {
    return ForwardProcess.certificates(folder, "province")
        .context(ForwardProcess.certificates(folder, "commune"));
  }

  private void check(int number, int kills, int most, There there) throws Exception {
    String here = folder.resolve("here").toString();
    String port = Integer.toString(number);
    Random random = new Random(11);
    Process province = there.start();
    Process commune = start("commune", here, port, folder.toString(), "0");
    try {
      for (int kill = 1; kill <= kills; kill++) {
        awaitMore(random.nextInt(most / 5, most));
        if (kill % 2 == 0) {
          commune.destroyForcibly().waitFor();
          commune = start("commune", here, port, folder.toString(), Integer.toString(kill));
        } else {
          province.destroyForcibly().waitFor();
          province = there.start();
        }
      }
      awaitMore(most / 5);
    } finally {
      commune.destroyForcibly().waitFor();
      province.destroyForcibly().waitFor();
    }
    check(there, Path.of(here), number);
  }

  private void awaitMore(long bytes) throws Exception {
    long target = Files.size(folder.resolve("taken")) + bytes;
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (Files.size(folder.resolve("taken")) < target && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
  }

  private static void drain(ForwardSender sender, Lanes lanes) throws InterruptedException {
    sender.start();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (lanes.backlog(Lane.URGENT) + lanes.backlog(Lane.ORDINARY) > 0
        && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
  }

  private void check(There there, Path here, int port) throws Exception {
    Set<String> taken = new HashSet<>();
    for (String line :
        Files.readString(folder.resolve("taken"), StandardCharsets.UTF_8).lines().toList()) {
      if (line.matches("\\d+:\\d+")) {
        taken.add(line);
      }
    }
    assertThat(taken).hasSizeGreaterThan(500);
    try (Lanes lanes = ForwardProcess.lanes(here);
        ForwardSender sender = new ForwardSender(ForwardProcess.settings(folder, port), lanes)) {
      Map<String, Integer> found = new HashMap<>();
      for (RawLog log : there.rest(sender, lanes)) {
        found.merge(log.origin(), 1, Integer::sum);
      }
      assertThat(found.values()).containsOnly(1);
      taken.removeAll(found.keySet());
      assertThat(taken).isEmpty();
    }
  }
}
