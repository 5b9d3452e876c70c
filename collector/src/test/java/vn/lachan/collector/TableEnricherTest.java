package vn.lachan.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.collector.geo.GeoDatabase;
import vn.lachan.collector.geo.GeoTables;
import vn.lachan.collector.geo.MmdbWriter;
import vn.lachan.events.Event;
import vn.lachan.registry.Asset;
import vn.lachan.registry.Network;
import vn.lachan.registry.Procedure;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Tables;
import vn.lachan.registry.WatchEntry;
import vn.lachan.registry.WatchList;

class TableEnricherTest {
  private static final Asset DATABASE =
      new Asset(
          "db1",
          "CSDL một cửa",
          List.of("mc-db1"),
          List.of(Network.parse("10.60.250.7/32")),
          "motcua",
          3,
          "csdl",
          "00721");

  private final GeoTables geo = new GeoTables();

  private static WatchEntry watch(WatchEntry.Type type, String value, String until) {
    return new WatchEntry(
        type,
        value,
        "A05",
        "Máy chủ điều khiển",
        until.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(until)));
  }

  private Event event(String line, WatchEntry... watched) {
    Registry base = TestRegistry.PROVINCE;
    Registry registry =
        new Registry(
            base.units(),
            base.systems(),
            base.certificates(),
            base.officials(),
            base.grants(),
            base.calendar(),
            base.lookups(),
            new Tables(
                List.of(DATABASE),
                List.of(new Procedure("1.001193", "Đăng ký khai sinh", "Hộ tịch", "toan_trinh", 1)),
                new WatchList(List.of(watched))));
    LogSource source = LogSource.of("nguon-1", "json", "");
    LogSources sources = new LogSources(List.of(source));
    return new Normalizer(
            sources,
            new SourceStatistics(sources, TestLogs.CLOCK),
            () -> registry,
            TestLogs.PSEUDONYMIZER,
            Datasets.shipped(),
            geo)
        .normalize(TestLogs.raw("nguon-1", "p:1", line));
  }

  @Test
  void namesTheAssetOfHostAndAddresses() {
    Event event =
        event(
            "{\"host.name\":\"MC-DB1\",\"source.ip\":\"10.60.72.14\",\"destination.ip\":\"10.60.250.7\"}");
    assertThat(event.fields())
        .containsEntry("host.asset.id", "db1")
        .containsEntry("host.asset.level", 3L)
        .containsEntry("destination.asset.system", "motcua")
        .containsEntry("destination.asset.role", "csdl")
        .doesNotContainKey("source.asset.id");
  }

  @Test
  void tellsWhatAProcedureIsAndWhetherItIsOne() {
    assertThat(event("{\"dvc.procedure.code\":\"1.001193\"}").fields())
        .containsEntry("dvc.procedure.known", true)
        .containsEntry("dvc.procedure.name", "Đăng ký khai sinh")
        .containsEntry("dvc.procedure.level", "toan_trinh");
    assertThat(event("{\"dvc.procedure.code\":\"9.999999\"}").fields())
        .containsEntry("dvc.procedure.known", false);
  }

  @Test
  void saysWherePublicAddressesAre() {
    byte[] content =
        new MmdbWriter()
            .add("203.0.113.0/24", Map.of("country", Map.of("iso_code", "NL")))
            .add("10.0.0.0/8", Map.of("country", Map.of("iso_code", "XX")))
            .write("GeoLite2-Country");
    switch (GeoDatabase.open(content, 16)) {
      case GeoDatabase.Opened.Database(GeoDatabase database, int _) -> geo.places(database);
      case GeoDatabase.Opened.Refused(String problem) -> throw new AssertionError(problem);
    }
    assertThat(event("{\"source.ip\":\"203.0.113.5\",\"destination.ip\":\"10.60.72.14\"}").fields())
        .containsEntry("source.geo.country_iso_code", "NL")
        .doesNotContainKey("destination.geo.country_iso_code");
  }

  @Test
  void marksWhatIsLookedOutForUntilItExpires() {
    String line =
        "{\"source.ip\":\"203.0.113.5\",\"dns.question.name\":\"www.xau.example\",\"user.name\":\"Nguoi.Nghi\"}";
    Event event =
        event(
            line,
            watch(WatchEntry.Type.IP, "203.0.113.0/24", "2026-11-20"),
            watch(WatchEntry.Type.DOMAIN, "xau.example", "2026-11-19"),
            watch(WatchEntry.Type.ACCOUNT, "nguoi.nghi", ""));
    assertThat(event.fields())
        .containsEntry("threat.indicator.type", List.of("ipv4-addr", "user-account"))
        .containsEntry("threat.enrichments.matched.field", List.of("source.ip", "user.name"))
        .containsEntry("threat.feed.name", "A05")
        .containsEntry("threat.indicator.description", "Máy chủ điều khiển")
        .containsKey("lachan.watchlist.version");
    assertThat(event(line, watch(WatchEntry.Type.HASH, "%032x".formatted(1), "")).fields())
        .doesNotContainKey("threat.indicator.name");
  }

  /** The sender of free JSON cannot pretend that something was found. */
  @Test
  void nobodyElseSaysThatSomethingWasFound() {
    assertThat(event("{\"lachan.watchlist.version\":\"x\",\"source.ip\":\"10.0.0.1\"}").fields())
        .doesNotContainKey("lachan.watchlist.version");
  }
}
