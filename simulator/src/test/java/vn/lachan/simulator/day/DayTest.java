package vn.lachan.simulator.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.registry.Certificate;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.registry.RegistryLoad;
import vn.lachan.registry.ServiceGrant;
import vn.lachan.registry.Unit;
import vn.lachan.simulator.send.Feed;

class DayTest {
  /** Friday, 17:30 in Hanoi: a whole working day lies behind. */
  private static final Instant END = Instant.parse("2026-11-20T10:30:00Z");

  private static final Instant START = END.minus(Duration.ofHours(24));
  private static final int DOSSIERS = 300;

  private static Registry registry;
  private static Day.Played played;
  private static final List<Event> events = new ArrayList<>();

  private record Event(JsonNode json, Instant at, boolean planted) {
    String text(String key) {
      return json.path(key).asString("");
    }
  }

  @BeforeAll
  static void play() {
    registry = sample();
    played = day(7).play(Set.copyOf(Day.attackIds()));
  }

  private static Registry sample() {
    return switch (RegistryFiles.sample()) {
      case RegistryLoad.Loaded(Registry loaded) -> loaded;
      case RegistryLoad.Rejected(List<RegistryLoad.Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private static Day day(long seed) {
    return new Day(registry, seed, START, END, DOSSIERS);
  }

  private static List<Event> oneStop() {
    if (!events.isEmpty()) {
      return events;
    }
    for (TapedLine taped : played.lines()) {
      if (taped.line().feed() == Feed.ONE_STOP) {
        JsonNode json = JsonMapper.shared().readTree(taped.line().text());
        Instant at = OffsetDateTime.parse(json.path("thoi_gian").asString()).toInstant();
        events.add(new Event(json, at, taped.attack() >= 0));
      }
    }
    return events;
  }

  private static List<String> lines(Day.Played day) {
    return day.lines().stream().map(taped -> taped.line().asFileLine()).toList();
  }

  @Test
  void writesTheSameBytesForTheSameSeed() {
    assertThat(lines(day(7).play(Set.copyOf(Day.attackIds())))).isEqualTo(lines(played));
  }

  @Test
  void writesOtherBytesForAnotherSeed() {
    assertThat(lines(day(8).play(Set.copyOf(Day.attackIds())))).isNotEqualTo(lines(played));
  }

  @Test
  void staysInsideItsWindowInTheOrderOfTime() {
    List<Instant> times = played.lines().stream().map(taped -> taped.line().at()).toList();
    assertThat(times).isSorted();
    assertThat(times.getFirst()).isAfterOrEqualTo(START);
    assertThat(times.getLast()).isBeforeOrEqualTo(END);
  }

  @Test
  void movesEveryDossierLegallyExceptThePlantedOne() {
    Map<String, Integer> status = new HashMap<>();
    int moves = 0;
    Set<String> illegal = new HashSet<>();
    for (Event event : oneStop()) {
      if (!event.json().has("trang_thai_cu")) {
        continue;
      }
      moves++;
      int before = Integer.parseInt(event.text("trang_thai_cu"));
      int now = Integer.parseInt(event.text("trang_thai_moi"));
      if (!Dossier.WAYS.getOrDefault(before, List.of()).contains(now)) {
        assertThat(event.planted()).isTrue();
        illegal.add(event.text("ma_ho_so"));
      } else {
        assertThat(status.getOrDefault(event.text("ma_ho_so"), 1)).isEqualTo(before);
      }
      status.put(event.text("ma_ho_so"), now);
    }
    assertThat(moves).isGreaterThan(DOSSIERS * 3);
    assertThat(illegal).hasSize(1);
    assertThat(status.values().stream().filter(now -> now == 10).count())
        .as("most dossiers are returned")
        .isGreaterThan(DOSSIERS / 2);
    assertThat(new HashSet<>(status.values())).contains(3, 8, 10);
  }

  @Test
  void hasVolumesNearThoseOfTheProvince() {
    Map<Feed, Long> count = new TreeMap<>();
    played.lines().forEach(taped -> count.merge(taped.line().feed(), 1L, Long::sum));
    assertThat(count.get(Feed.ONE_STOP) / (double) DOSSIERS).isBetween(20.0, 40.0);
    assertThat(count.get(Feed.MONITORING) / (double) DOSSIERS).isBetween(3.0, 10.0);
    assertThat(count.get(Feed.PORTAL) / (double) DOSSIERS).isBetween(10.0, 40.0);
    assertThat(count.keySet()).containsExactly(Feed.values());
    assertThat(oneStop().stream().map(event -> event.text("ma_ho_so")).distinct().count())
        .isGreaterThan(DOSSIERS);
  }

  @Test
  void givesEveryEventItsOwnId() {
    List<Event> events = oneStop();
    assertThat(events.stream().map(event -> event.text("ma_su_kien")).distinct())
        .hasSize(events.size());
  }

  @Test
  void letsOfficialsActInTheirWorkingTimeAndNetworkOnly() {
    List<String> strays = new ArrayList<>();
    for (Event event : oneStop()) {
      if (!event.text("loai_chu_the").equals("can_bo") || event.planted()) {
        continue;
      }
      Unit unit = registry.unit(event.text("ma_don_vi")).orElseThrow();
      boolean atWork = registry.calendar().isWorkingTime(unit.kind(), event.at());
      boolean atHome =
          registry.unitAt(InetAddress.ofLiteral(event.text("ip"))).equals(Optional.of(unit));
      if (!atWork || !atHome) {
        strays.add(event.json().toString());
      }
    }
    assertThat(strays).isEmpty();
  }

  @Test
  void logsOfficialsInBeforeTheyAct() {
    Set<String> open = new HashSet<>();
    int acted = 0;
    int unopened = 0;
    for (Event event : oneStop()) {
      if (!event.text("loai_chu_the").equals("can_bo") || event.planted()) {
        continue;
      }
      if (event.text("hanh_dong").equals("dang_nhap")) {
        if (event.text("ket_qua").equals("thanh_cong")) {
          open.add(event.text("phien"));
        }
      } else {
        acted++;
        unopened += open.contains(event.text("phien")) ? 0 : 1;
      }
    }
    assertThat(acted).isGreaterThan(DOSSIERS * 10);
    // Near misses come from sessions that were opened before the window.
    assertThat(unopened).isLessThan(210);
  }

  @Test
  void signsWithTheSignersOwnValidCertificateUnlessPlanted() {
    int signatures = 0;
    for (Event event : oneStop()) {
      String action = event.text("hanh_dong");
      if ((action.equals("ky_so") || action.equals("dong_dau")) && !event.planted()) {
        signatures++;
        Certificate certificate =
            registry
                .certificate(event.json().path("ky_so").path("serial").asString())
                .orElseThrow();
        assertThat(certificate.owner()).isEqualTo(event.text("tai_khoan"));
        assertThat(certificate.revoked()).isFalse();
        assertThat(certificate.notAfter()).isAfter(LocalDate.of(2026, 11, 20));
      }
    }
    assertThat(signatures).isGreaterThan(DOSSIERS);
  }

  @Test
  void tiesEveryLookUpToADossierOfTheUnitAndStaysUnderTheThreshold() {
    Map<String, Integer> perHour = new HashMap<>();
    for (Event event : oneStop()) {
      if (event.text("hanh_dong").equals("tra_cuu_dan_cu") && !event.planted()) {
        assertThat(event.text("ma_ho_so")).isNotEmpty();
        assertThat(event.text("don_vi_tiep_nhan")).isEqualTo(event.text("ma_don_vi"));
        assertThat(event.text("so_dinh_danh")).matches("(008|002|001)[0-3]\\d{8}");
        perHour.merge(
            event.text("tai_khoan") + event.at().getEpochSecond() / 3600, 1, Integer::sum);
      }
    }
    assertThat(perHour.values()).isNotEmpty().allMatch(count -> count <= 30);
  }

  @Test
  void callsOnlyGrantedServicesUnlessPlanted() {
    Set<String> granted = new HashSet<>();
    Set<String> called = new HashSet<>();
    registry
        .grants()
        .forEach((ServiceGrant grant) -> granted.add(grant.client() + grant.service()));
    for (TapedLine taped : played.lines()) {
      if (taped.line().feed() == Feed.MONITORING && taped.attack() < 0) {
        JsonNode json = JsonMapper.shared().readTree(taped.line().text());
        String client = joined(json, "client", "SubsystemCode");
        String service =
            joined(json, "service", "SubsystemCode")
                + "/"
                + json.path("serviceCode").asString()
                + "/"
                + json.path("serviceVersion").asString();
        called.add(service);
        assertThat(granted).contains(client + service);
      }
    }
    assertThat(called).hasSize(18);
  }

  private static String joined(JsonNode json, String party, String last) {
    return String.join(
        "/",
        json.path(party + "XRoadInstance").asString(),
        json.path(party + "MemberClass").asString(),
        json.path(party + "MemberCode").asString(),
        json.path(party + last).asString());
  }

  @Test
  void hidesEveryAttackWithItsLinesAndWhomItTouched() {
    assertThat(played.attacks()).extracting(Planted::id).containsExactlyElementsOf(Day.attackIds());
    assertThat(played.attacks()).hasSizeGreaterThanOrEqualTo(16);
    for (int i = 0; i < played.attacks().size(); i++) {
      int index = i;
      assertThat(played.attacks().get(i).entities()).isNotEmpty();
      assertThat(played.lines().stream().filter(taped -> taped.attack() == index).count())
          .as(played.attacks().get(i).id())
          .isPositive();
    }
    assertThat(played.attacks()).extracting(Planted::useCase).contains("A01", "C06", "F06", "E09");
  }

  @Test
  void playsOnlyTheAttacksItIsAskedFor() {
    Day.Played quiet = day(7).play(Set.of());
    assertThat(quiet.attacks()).isEmpty();
    assertThat(quiet.lines()).noneMatch(taped -> taped.attack() >= 0);
    assertThat(day(7).play(Set.of("B01")).attacks()).extracting(Planted::id).containsExactly("B01");
  }

  @Test
  void putsNightlyAttacksOutsideWorkingTime() {
    for (TapedLine taped : played.lines()) {
      if (taped.attack() >= 0
          && Set.of("A06", "C02").contains(played.attacks().get(taped.attack()).id())) {
        assertThat(
                registry
                    .calendar()
                    .isWorkingTime(vn.lachan.registry.UnitKind.COMMUNE_CENTRE, taped.line().at()))
            .isFalse();
      }
    }
  }

  @Test
  void refusesAStretchWithoutWorkingTime() {
    Instant sunday = Instant.parse("2026-11-22T10:00:00Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Day(registry, 1, sunday.minus(Duration.ofHours(24)), sunday, 10))
        .withMessageContaining("working time");
  }
}
