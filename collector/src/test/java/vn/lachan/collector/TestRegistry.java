package vn.lachan.collector;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.lachan.registry.Certificate;
import vn.lachan.registry.DailyWindow;
import vn.lachan.registry.InformationSystem;
import vn.lachan.registry.Network;
import vn.lachan.registry.Official;
import vn.lachan.registry.Registry;
import vn.lachan.registry.ServiceGrant;
import vn.lachan.registry.Unit;
import vn.lachan.registry.UnitKind;
import vn.lachan.registry.WorkingCalendar;

/** A small province. */
public final class TestRegistry {
  public static final Registry PROVINCE = province();

  private TestRegistry() {}

  private static Registry province() {
    WorkingCalendar.Hours morning =
        new WorkingCalendar.Hours(LocalTime.of(7, 30), LocalTime.of(11, 30));
    WorkingCalendar calendar =
        new WorkingCalendar(
            ZoneId.of("Asia/Ho_Chi_Minh"),
            Map.of(UnitKind.COMMUNE_CENTRE, Map.of(DayOfWeek.FRIDAY, List.of(morning))),
            Set.of(),
            Set.of());
    return new Registry(
        List.of(
            unit("ubnd", UnitKind.PROVINCE, "UBND tỉnh Tuyên Quang", "", List.of()),
            unit(
                "00721",
                UnitKind.COMMUNE_CENTRE,
                "UBND xã Đồng Văn",
                "ubnd",
                List.of("10.60.72.0/24")),
            unit(
                "00700",
                UnitKind.COMMUNE_CENTRE,
                "UBND xã Mèo Vạc",
                "ubnd",
                List.of("10.60.70.0/24"))),
        List.of(
            new InformationSystem(
                "motcua",
                "Một cửa",
                3,
                "ubnd",
                "ubnd",
                "",
                Duration.ofHours(1),
                Duration.ofHours(4))),
        List.of(
            new Certificate("54ab", "can_bo_014", "cong_vu", LocalDate.of(2027, 1, 1), false),
            new Certificate("54ac", "can_bo_015", "cong_vu", LocalDate.of(2026, 1, 1), false),
            new Certificate("54ad", "can_bo_014", "cong_vu", LocalDate.of(2027, 1, 1), true)),
        List.of(
            new Official("can_bo_014", "00721", "Cán bộ tiếp nhận", true),
            new Official("can_bo_099", "00700", "Cán bộ xử lý", false)),
        List.of(
            new ServiceGrant(
                "VN/GOV/H60/MOTCUA",
                "VN/GOV/BCA/CSDLDC/traCuu",
                List.of(Network.parse("10.1.0.0/16"))),
            new ServiceGrant("VN/GOV/H60/KHAC", "VN/GOV/BCA/CSDLDC/traCuu", List.of()),
            new ServiceGrant(
                "VN/GOV/H60/KHO",
                "VN/GOV/BCA/CSDLDC/traCuu",
                List.of(),
                Optional.of(new DailyWindow(LocalTime.of(7, 0), LocalTime.of(18, 0))))),
        calendar,
        Map.of("*", Set.of("ho_ten"), "1.001193", Set.of("ho_ten", "ho_ten_cha")));
  }

  private static Unit unit(
      String code, UnitKind kind, String name, String parent, List<String> networks) {
    return new Unit(
        code,
        kind,
        name,
        parent,
        "",
        List.of("trụ sở"),
        networks.stream().map(Network::parse).toList());
  }
}
