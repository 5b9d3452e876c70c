package vn.lachan.collector.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeoDatabaseTest {
  private static final byte[] CITIES =
      new MmdbWriter()
          .add(
              "203.113.128.0/18",
              Map.of(
                  "country", Map.of("iso_code", "VN", "names", Map.of("en", "Vietnam")),
                  "subdivisions", List.of(Map.of("names", Map.of("en", "Tuyen Quang"))),
                  "city", Map.of("names", Map.of("en", "Ha Giang")),
                  "location", Map.of("latitude", 22.82, "longitude", 104.98)))
          .add("198.51.100.0/24", Map.of("country_code", "nl"))
          .write("GeoLite2-City");

  private static GeoDatabase opened(byte[] content) {
    return switch (GeoDatabase.open(content, 64)) {
      case GeoDatabase.Opened.Database(GeoDatabase database, int _) -> database;
      case GeoDatabase.Opened.Refused(String problem) -> throw new AssertionError(problem);
    };
  }

  @Test
  void saysWhereAnAddressIs() {
    GeoDatabase database = opened(CITIES);
    assertThat(database.type()).isEqualTo("GeoLite2-City");
    GeoPlace place = database.at(InetAddress.ofLiteral("203.113.131.7"));
    assertThat(place)
        .isEqualTo(new GeoPlace("VN", "Vietnam", "Tuyen Quang", "Ha Giang", "22.82,104.98", 0, ""));
    assertThat(database.at(InetAddress.ofLiteral("198.51.100.9")).country()).isEqualTo("NL");
    assertThat(database.at(InetAddress.ofLiteral("192.0.2.1"))).isEqualTo(GeoPlace.UNKNOWN);
    assertThat(database.at(InetAddress.ofLiteral("2001:db8::1"))).isEqualTo(GeoPlace.UNKNOWN);
  }

  @Test
  void remembersAnswersInABoundedCacheWithoutMixingThemUp() {
    GeoDatabase database = opened(CITIES);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 512; i++) {
        InetAddress here = InetAddress.ofLiteral("203.113.13" + i % 2 + "." + i % 256);
        InetAddress there = InetAddress.ofLiteral("198.51.100." + i % 256);
        assertThat(database.at(here).country()).isEqualTo("VN");
        assertThat(database.at(there).country()).isEqualTo("NL");
        assertThat(database.at(there).country()).isEqualTo("NL");
      }
    }
    assertThat(database.stats().places()).isEqualTo(64);
    assertThat(database.stats().cached()).isBetween(1_024L, database.stats().asked());
  }

  @Test
  void saysWhoseNetworkItIs() {
    byte[] networks =
        new MmdbWriter()
            .add(
                "203.113.128.0/18",
                Map.of(
                    "autonomous_system_number",
                    7552,
                    "autonomous_system_organization",
                    "Viettel Group"))
            .write("GeoLite2-ASN");
    assertThat(opened(networks).at(InetAddress.ofLiteral("203.113.131.7")))
        .isEqualTo(new GeoPlace("", "", "", "", "", 7552, "Viettel Group"));
  }

  /** Whatever somebody uploads is a database or a sentence, never an exception. */
  @Test
  void refusesWhatIsNoDatabase() {
    Random random = new Random(7);
    assertThat(GeoDatabase.open(new byte[0], 64)).isInstanceOf(GeoDatabase.Opened.Refused.class);
    assertThat(GeoDatabase.open("một tệp khác".getBytes(StandardCharsets.UTF_8), 64))
        .isInstanceOf(GeoDatabase.Opened.Refused.class);
    assertThat(GeoDatabase.open(new MmdbWriter().write("rỗng"), 64))
        .isEqualTo(new GeoDatabase.Opened.Refused("cơ sở dữ liệu rỗng"));
    for (int i = 0; i < 300; i++) {
      byte[] broken = CITIES.clone();
      for (int j = 0; j < 4; j++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      assertThat(GeoDatabase.open(broken, 64)).isNotNull();
      assertThat(GeoDatabase.open(Arrays.copyOf(CITIES, random.nextInt(CITIES.length)), 64))
          .isInstanceOf(GeoDatabase.Opened.Refused.class);
    }
  }
}
