package vn.lachan.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What stands between the inputs and detection.
 *
 * @param kind the journal on disk of this machine, or Kafka, with which several machines share the
 *     work
 */
public record HandOverSettings(@DefaultValue("JOURNAL") Kind kind, @DefaultValue Kafka kafka) {

  /** What keeps raw logs until they are stored and looked at. */
  public enum Kind {
    JOURNAL,
    KAFKA
  }

  /**
   * How Kafka is used.
   *
   * @param servers {@code host:port} of some brokers
   * @param clientFile file with {@code security.protocol}, {@code ssl.*} and {@code sasl.*} of
   *     Kafka's own clients; secrets stand there and nowhere else
   * @param prefix first part of the names of topics, groups and transactions
   * @param node name of this process among those that share the work; made once and kept in the
   *     data folder unless set
   * @param partitions of each topic when it is made; no more detectors than that can share the work
   * @param replicas of each topic when it is made
   * @param inSync replicas that must have a record before it is acknowledged
   * @param pending most that may wait in memory for Kafka; inputs that can wait do so when it is
   *     full
   * @param linger how long a record may wait for others, to be sent together
   * @param largestRecord a larger record is refused
   * @param session a detector that is not heard of for so long is counted out
   * @param transaction a transaction that is open for so long is given up
   * @param commit how often work is committed
   * @param tick a partition that is silent for so long gets a mark of time
   * @param readAhead most that is fetched at once
   * @param early matches of a partition that may wait for slower partitions
   */
  public record Kafka(
      @DefaultValue({}) List<String> servers,
      @Nullable Path clientFile,
      @DefaultValue("lachan") String prefix,
      @Nullable String node,
      @DefaultValue("12") int partitions,
      @DefaultValue("1") short replicas,
      @DefaultValue("1") int inSync,
      @DefaultValue("32MB") DataSize pending,
      @DefaultValue("5ms") Duration linger,
      @DefaultValue("12MB") DataSize largestRecord,
      @DefaultValue("10s") Duration session,
      @DefaultValue("15s") Duration transaction,
      @DefaultValue("300ms") Duration commit,
      @DefaultValue("1s") Duration tick,
      @DefaultValue("16MB") DataSize readAhead,
      @DefaultValue("200000") int early) {
    public Kafka {
      servers = List.copyOf(servers);
    }
  }

  public HandOverSettings {
    if (kind == Kind.KAFKA && kafka.servers().isEmpty()) {
      throw new IllegalArgumentException("lachan.hand-over.kafka.servers names no broker");
    }
  }
}
