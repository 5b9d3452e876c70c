package vn.lachan.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.lachan.registry.Network;

class SourceStatisticsTest {
  private static final class Watch extends Clock {
    private Instant now = TestLogs.NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private final Watch watch = new Watch();
  private final LogSources sources =
      new LogSources(
          List.of(
              LogSource.of("a", "syslog", "").withExpectedGap(Duration.ofMinutes(10)),
              LogSource.of("b", "syslog", "")));
  private final SourceStatistics statistics = new SourceStatistics(sources, watch);

  @Test
  void countsWhatEachSourceSends() {
    statistics.received(
        List.of(TestLogs.raw("a", "1", "xx"), TestLogs.raw("a", "2", "yyy")), Way.RELP);
    watch.now = watch.now.plusSeconds(60);

    SourceStats stats = statistics.stats("a");
    assertThat(stats.total()).isEqualTo(2);
    assertThat(stats.bytes()).isEqualTo(5);
    assertThat(stats.ratePerMinute()).isEqualTo(2);
    assertThat(stats.lastSeen()).contains(TestLogs.NOW);
    assertThat(statistics.all()).extracting(SourceStats::source).containsExactly("a", "b");
  }

  @Test
  void aSourceIsSilentAfterItsGap() {
    watch.now = TestLogs.NOW.plus(Duration.ofMinutes(11));
    assertThat(statistics.silent()).extracting(SourceStats::source).containsExactly("a");
    assertThat(statistics.stats("a").silentFor()).isEqualTo(Duration.ofMinutes(1));

    statistics.received(List.of(TestLogs.raw("a", "1", "x")), Way.SYSLOG_UDP);
    assertThat(statistics.silent()).isEmpty();
  }

  @Test
  void linesThatComeLateAreNoSlowClock() {
    statistics.skew("a", Duration.ofHours(-3));
    statistics.skew("a", Duration.ofMillis(-40));
    statistics.skew("a", Duration.ofHours(-2));
    assertThat(statistics.stats("a").skew()).isEqualTo(Duration.ofMillis(-40));

    watch.now = watch.now.plus(Duration.ofMinutes(15));
    statistics.skew("a", Duration.ofMinutes(-9));
    assertThat(statistics.stats("a").skew()).isEqualTo(Duration.ofMillis(-40));

    watch.now = watch.now.plus(Duration.ofMinutes(15));
    statistics.skew("a", Duration.ofMinutes(-8));
    assertThat(statistics.stats("a").skew()).isEqualTo(Duration.ofMinutes(-8));
  }

  @Test
  void aClockThatIsAheadIsSeenAmongGoodLines() {
    statistics.skew("a", Duration.ofMinutes(20));
    statistics.skew("a", Duration.ofSeconds(-1));
    assertThat(statistics.stats("a").skew()).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void theClosestNetworkClaimsAPeer() throws Exception {
    sources.replace(
        List.of(
            LogSource.of("wide", "auto", "").withNetworks(List.of(Network.parse("10.0.0.0/8"))),
            LogSource.of("close", "auto", "").withNetworks(List.of(Network.parse("10.1.0.0/16")))));

    assertThat(sources.ofPeer(InetAddress.ofLiteral("10.1.2.3")))
        .map(LogSource::id)
        .contains("close");
    assertThat(sources.ofPeer(InetAddress.ofLiteral("10.2.2.3")))
        .map(LogSource::id)
        .contains("wide");
    assertThat(sources.ofPeer(InetAddress.ofLiteral("11.2.2.3"))).isEmpty();
  }

  @Test
  void refusesSourcesThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new LogSources(List.of(LogSource.of("a", "x", ""), LogSource.of("a", "x", ""))))
        .withMessageContaining("used twice");
    assertThatIllegalArgumentException().isThrownBy(() -> LogSource.of("a b", "x", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> LogSource.of("a", "X Y", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogSource.of("a", "x", "").withTokenHash("secret"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogSource.of("a", "x", "").withExpectedGap(Duration.ZERO));
  }
}
