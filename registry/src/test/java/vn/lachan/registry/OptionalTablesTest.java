package vn.lachan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionalTablesTest {

  private static RegistryLoad load(String name, String... lines) {
    Map<String, byte[]> files = new HashMap<>();
    for (String file : RegistryFiles.NAMES) {
      RegistryFiles.sampleContent(file).ifPresent(content -> files.put(file, content));
    }
    files.put(name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    return RegistryFiles.load(files);
  }

  private static Registry loaded(String name, String... lines) {
    return switch (load(name, lines)) {
      case RegistryLoad.Loaded(Registry registry) -> registry;
      case RegistryLoad.Rejected rejected -> throw new AssertionError(rejected.problems());
    };
  }

  private static List<String> problems(String name, String... lines) {
    return switch (load(name, lines)) {
      case RegistryLoad.Loaded _ -> List.of();
      case RegistryLoad.Rejected rejected ->
          rejected.problems().stream().map(Object::toString).toList();
    };
  }

  @Test
  void knowsAnAssetByNameAndAddressAndTakesTheLevelOfItsSystem() {
    Registry registry =
        loaded(
            "assets.csv",
            "id,name,hosts,networks,system,role,unit",
            "db1,CSDL một cửa,MC-DB1;mc-db1.tinh.local,10.60.250.7,motcua,csdl,so-khcn");
    assertThat(registry.assetNamed("mc-db1")).map(Asset::level).contains(3);
    assertThat(registry.assetAt(InetAddress.ofLiteral("10.60.250.7")))
        .map(Asset::id)
        .contains("db1");
    assertThat(registry.assetAt(InetAddress.ofLiteral("10.60.250.8"))).isEmpty();
  }

  @Test
  void findsWhatIsLookedOutForWithBlocksAndDomainsBelow() {
    WatchList list =
        loaded(
                "watchlist.csv",
                "type,value,list,reason,expires",
                "ip,203.0.113.0/24,A05,Máy chủ điều khiển,2027-01-31",
                "domain,Xau.Example,A05,Giả mạo cổng,",
                "hash,D41D8CD98F00B204E9800998ECF8427E,A05,Mã độc,",
                "account,nguoi.nghi,noi-bo,Đã nghỉ việc,")
            .watchList();
    assertThat(list.address(InetAddress.ofLiteral("203.0.113.9").getAddress())).isPresent();
    assertThat(list.domain("www.a.xau.example.")).isPresent();
    assertThat(list.domain("taxau.example")).isEmpty();
    assertThat(list.hash("d41d8cd98f00b204e9800998ecf8427E")).isPresent();
    assertThat(list.account("Nguoi.Nghi")).map(WatchEntry::list).contains("noi-bo");
    assertThat(list.version()).hasSize(12).isNotEqualTo(WatchList.EMPTY.version());
  }

  @Test
  void namesEveryMistakeWithFileAndLine() {
    assertThat(
            problems(
                "watchlist.csv",
                "# chú thích",
                "type,value,list,reason,expires",
                "ip,300.1.1.1,A,b,",
                "domain,khong hop le,A,b,",
                "hash,12,A,b,",
                "tep,x,A,b,",
                "ip,1.2.3.4,A,,31/12/2027",
                "ip,1.2.3.5,A,b,",
                "ip,1.2.3.5/32,A,b,"))
        .containsExactly(
            "watchlist.csv:3: không phải địa chỉ hoặc dải CIDR: 300.1.1.1",
            "watchlist.csv:4: không phải tên miền: khong hop le",
            "watchlist.csv:5: không phải mã băm MD5, SHA-1, SHA-256: 12",
            "watchlist.csv:6: type phải là ip, domain, hash hoặc account: tep",
            "watchlist.csv:7: thiếu giá trị ở cột list hoặc reason",
            "watchlist.csv:7: expires phải là ngày dạng 2027-12-31: 31/12/2027",
            "watchlist.csv:9: 1.2.3.5/32 đã có ở dòng 8");
    assertThat(
            problems(
                "assets.csv",
                "id,name,hosts,networks,system,role,unit",
                "a b,x,h,,khong-co,web,cung-khong",
                "c,x,H;h2,10.0.0.1,motcua,web,",
                "d,x,,10.0.0.1,motcua,web,",
                "d,x,,,motcua,web,"))
        .containsExactly(
            "assets.csv:2: id phải là chữ, số, dấu chấm, gạch: a b",
            "assets.csv:2: không có hệ thống: khong-co",
            "assets.csv:2: không có đơn vị: cung-khong",
            "assets.csv:3: h đã có ở dòng 2",
            "assets.csv:4: 10.0.0.1/32 đã có ở dòng 3",
            "assets.csv:5: phải có hosts hoặc networks để nhận ra trong nhật ký",
            "assets.csv:5: id lặp lại: d");
    assertThat(
            problems(
                "procedures.csv",
                "code,name,field,service_level,days",
                "1.001193,Khai sinh,Hộ tịch,toan_phan,x",
                "1.001193,Khai sinh,Hộ tịch,toan_trinh,1"))
        .containsExactly(
            "procedures.csv:2: service_level phải là toan_trinh, mot_phan hoặc truc_tiep: toan_phan",
            "procedures.csv:2: days phải là số ngày làm việc: x",
            "procedures.csv:3: mã thủ tục lặp lại: 1.001193");
  }

  @Test
  void aRegistryBecomesAnotherAsAWholeAndASnapshotStays() {
    Registry live = RegistryFiles.sampleRegistry();
    Registry before = live.snapshot();
    live.become(
        loaded(
            "procedures.csv",
            "code,name,field,service_level,days",
            "1.001193,Đăng ký khai sinh,Hộ tịch,toan_trinh,1"));
    assertThat(live.procedure("1.001193")).map(Procedure::name).contains("Đăng ký khai sinh");
    assertThat(before.procedure("1.001193")).isEmpty();
  }
}
