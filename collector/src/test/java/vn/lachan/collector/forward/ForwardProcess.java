package vn.lachan.collector.forward;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import vn.lachan.collector.Intake;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.input.Certificates;

/** One side of the line, until it is killed. */
public final class ForwardProcess {
  private ForwardProcess() {}

  static Certificates certificates(Path keys, String name) {
    return new Certificates(keys.resolve(name + ".p12"), keys.resolve(name + ".pem"));
  }

  static ForwardSettings settings(Path keys, int port) throws Exception {
    return ForwardSettings.of(
            "localhost",
            port,
            certificates(keys, "commune").context(certificates(keys, "province")))
        .withBatch(16 << 10, 100)
        .withDelays(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMillis(20),
            Duration.ofMillis(100));
  }

  static Lanes lanes(Path folder) {
    return Lanes.open(
        folder, Province.LIMITS, Province.LIMITS, log -> log.source().equals("tuong-lua"));
  }

  /**
   * {@code province FOLDER PORT KEYS}, {@code kafka PREFIX PORT KEYS SERVER NODE}, or {@code
   * commune FOLDER PORT KEYS ROUND}.
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    int port = Integer.parseInt(arguments[2]);
    Path keys = Path.of(arguments[3]);
    if (arguments[0].equals("province")) {
      var _ =
          new Province(
              folder, port, certificates(keys, "province").context(certificates(keys, "commune")));
      Thread.sleep(Duration.ofHours(1));
      return;
    }
    if (arguments[0].equals("kafka")) {
      var _ =
          new KafkaProvince(
              arguments[4],
              arguments[1],
              arguments[5],
              port,
              certificates(keys, "province").context(certificates(keys, "commune")));
      Thread.sleep(Duration.ofHours(1));
      return;
    }
    Lanes lanes = lanes(folder);
    new ForwardSender(settings(keys, port), lanes).start();
    for (int i = 0; ; i++) {
      String number = arguments[4] + ":" + i;
      String source = i % 7 == 0 ? "tuong-lua" : "motcua";
      Receipt receipt =
          lanes.take(
              List.of(TestLogs.raw(source, number, "dòng " + number + " " + "x".repeat(i % 300))),
              Intake.FOREVER);
      if (receipt instanceof Receipt.Taken(CompletableFuture<Void> durable)) {
        var _ = durable.thenRun(() -> System.out.println(number));
        if (i % 50 == 0) {
          durable.join();
        }
      }
    }
  }
}
