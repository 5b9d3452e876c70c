package vn.lachan.app.bench;

import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the way of a log line is to reach on two cores. */
final class PipelineGoals {
  private static final int SECONDS = 600;
  private static final int BURST = 29_900;

  private PipelineGoals() {}

  /**
   * The table, from the figures of a run.
   *
   * @param inTime whether 95 of 100 events were found within two seconds
   */
  static Goals of(Map<String, Object> figures, boolean inTime) {
    ToDoubleFunction<String> figure =
        name -> figures.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    boolean wholeWay = inTime && figure.applyAsDouble("sustained_seconds") >= SECONDS;
    boolean burst = figure.applyAsDouble("udp_burst_sent_per_second") >= BURST;
    return new Goals()
        .least(
            "syslog 5424 -> ECS, per CPU-second",
            figure.applyAsDouble("syslog_5424_per_cpu_second"),
            150_000,
            400_000)
        .least(
            "one-stop JSON -> ECS with pseudonyms, per CPU-second",
            figure.applyAsDouble("one_stop_json_per_cpu_second"),
            100_000,
            200_000)
        .least(
            "received -> durable -> acknowledged, RELP, per second",
            figure.applyAsDouble("relp_acknowledged_per_second"),
            20_000,
            60_000)
        .least(
            "received -> durable, TCP, per second",
            figure.applyAsDouble("tcp_durable_per_second"),
            20_000,
            60_000)
        .leastWhen(
            wholeWay,
            "end to end, searchable p95 within 2 s, 10 minutes, per second",
            figure.applyAsDouble("offered_per_second"),
            6_000,
            12_000)
        .mostWhen(
            burst,
            "UDP burst 30,000/s for 10 s, lost",
            figure.applyAsDouble("udp_burst_lost"),
            0,
            0)
        .most("index bytes / raw, hot", figure.applyAsDouble("index_bytes_to_raw_hot"), 0.46, 0.30)
        .most(
            "index bytes / raw, after merge",
            figure.applyAsDouble("index_bytes_to_raw_merged"),
            0.36,
            0.30);
  }
}
