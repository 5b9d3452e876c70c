package vn.lachan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleRegistryTest {
  private static final Registry TUYEN_QUANG = loaded();

  private static Registry loaded() {
    return switch (RegistryFiles.sample()) {
      case RegistryLoad.Loaded(Registry registry) -> registry;
      case RegistryLoad.Rejected(List<RegistryLoad.Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private static List<Unit> communes() {
    return TUYEN_QUANG.units().stream()
        .filter(unit -> unit.kind() == UnitKind.COMMUNE_CENTRE)
        .toList();
  }

  @Test
  void has124CommuneCentresOfTwoFormerProvinces() {
    assertThat(communes()).hasSize(124);
    assertThat(communes()).filteredOn(unit -> unit.area().equals("Hà Giang")).hasSize(73);
    assertThat(communes()).filteredOn(unit -> unit.area().equals("Tuyên Quang")).hasSize(51);
    assertThat(communes()).filteredOn(unit -> unit.name().contains(" phường ")).hasSize(7);
  }

  @Test
  void namesACommuneCentreInFull() {
    assertThat(TUYEN_QUANG.unit("00721"))
        .map(Unit::name)
        .contains("Trung tâm Phục vụ hành chính công xã Đồng Văn");
    assertThat(TUYEN_QUANG.unit("02215"))
        .map(Unit::name)
        .contains("Trung tâm Phục vụ hành chính công phường Minh Xuân");
  }

  @Test
  void hasOneProvincialCentreWithTwoSites() {
    assertThat(TUYEN_QUANG.unit("ttpvhcc-tinh").orElseThrow().sites()).hasSize(2);
    // 125 centres, 126 locations.
    assertThat(communes().stream().mapToInt(unit -> unit.sites().size()).sum()).isEqualTo(124);
  }

  @Test
  void putsEveryUnitUnderTheProvince() {
    assertThat(TUYEN_QUANG.withDescendants("tinh")).hasSize(TUYEN_QUANG.units().size());
    assertThat(TUYEN_QUANG.withDescendants("00721")).containsExactly("00721");
  }

  @Test
  void findsTheUnitOfAnAddress() {
    assertThat(TUYEN_QUANG.unitAt(InetAddress.ofLiteral("10.60.6.14")))
        .map(Unit::code)
        .contains("00721");
    assertThat(TUYEN_QUANG.unitAt(InetAddress.ofLiteral("203.0.113.9"))).isEmpty();
  }

  @Test
  void givesTheOneStopSystemLevelThreeAndItsOperator() {
    InformationSystem motcua = TUYEN_QUANG.system("motcua").orElseThrow();
    assertThat(motcua.level()).isEqualTo(3);
    assertThat(motcua.owner()).isEqualTo("tinh");
    assertThat(motcua.operator()).isEqualTo("ttpvhcc-tinh");
    assertThat(TUYEN_QUANG.system("lgsp")).map(InformationSystem::operator).contains("so-khcn");
  }

  @Test
  void hasEighteenDataServices() {
    Set<String> services =
        TUYEN_QUANG.grants().stream().map(ServiceGrant::service).collect(Collectors.toSet());
    assertThat(services).hasSize(18);
    assertThat(TUYEN_QUANG.grantsOf("VN/GOV/H60/motcua")).hasSizeGreaterThan(15);
    assertThat(TUYEN_QUANG.grantsOf("VN/GOV/H60/khac")).isEmpty();
  }

  @Test
  void givesEveryCommuneASignerWithAValidCertificate() {
    LocalDate day = LocalDate.of(2026, 11, 20);
    Set<String> signers = new HashSet<>();
    TUYEN_QUANG.certificates().stream()
        .filter(certificate -> !certificate.revoked() && certificate.notAfter().isAfter(day))
        .forEach(certificate -> signers.add(certificate.owner()));
    for (Unit commune : communes()) {
      assertThat(signers).contains("cb" + commune.code() + "-03");
    }
  }

  @Test
  void alsoKnowsPeopleWhoLeftAndCertificatesThatEnded() {
    assertThat(TUYEN_QUANG.officials()).anyMatch(official -> !official.active());
    assertThat(TUYEN_QUANG.certificates()).anyMatch(Certificate::revoked);
    assertThat(TUYEN_QUANG.certificates())
        .anyMatch(certificate -> certificate.notAfter().isBefore(LocalDate.of(2026, 11, 1)));
  }
}
