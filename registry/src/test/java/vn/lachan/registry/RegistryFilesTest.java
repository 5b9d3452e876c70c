package vn.lachan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryFilesTest {
  private static final String UNITS =
      """
      # comment
      code,kind,name,parent,area,sites,networks
      tinh,province,UBND tỉnh,,,Trụ sở,10.60.140.0/24
      "00721",commune_centre,"Trung tâm, ""xã"" Đồng Văn",tinh,Hà Giang,Trụ sở;Điểm 2,10.60.6.0/24;10.60.7.0/24
      """;
  private static final String SYSTEMS =
      """
      systems:
        - code: motcua
          name: Một cửa
          level: 3
          owner: tinh
          operator: tinh
          approval: ""
          rpo: PT1H
          rto: PT4H
      """;
  private static final String CALENDAR =
      """
      zone: Asia/Ho_Chi_Minh
      hours:
        province:
          monday: ["07:30-11:30", "13:30-17:00"]
      holidays:
        - {date: 2026-01-01, name: Tết Dương lịch, source: luật, announced: fixed}
      make_up_days:
        - {date: 2026-01-10, name: Làm bù, source: thông báo, announced: yearly}
      """;
  private static final String OFFICIALS =
      "account,unit,position,active\ncb1,00721,Tiếp nhận,true\n";
  private static final String CERTIFICATES =
      "serial,owner,family,not_after,revoked\n0a1b,cb1,cong_vu,2027-12-31,false\n";
  private static final String GRANTS =
      "client,service,networks\nVN/GOV/H60/motcua,VN/GOV/G01/dancu/tracuu,10.60.6.0/24\n";

  @TempDir Path folder;

  @BeforeEach
  void writeSoundFiles() throws IOException {
    write("units.csv", UNITS);
    write("systems.yml", SYSTEMS);
    write("calendar.yml", CALENDAR);
    write("officials.csv", OFFICIALS);
    write("certificates.csv", CERTIFICATES);
    write("grants.csv", GRANTS);
    write("lookups.csv", "procedure,fields\n*,ho_ten;ngay_sinh\n1.001193,ho_ten;ho_ten_cha\n");
    write("assets.csv", "id,name,hosts,networks,system,role,unit\n");
    write("procedures.csv", "code,name,field,service_level,days\n");
    write("watchlist.csv", "type,value,list,reason,expires\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void replace(String name, String old, String now) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertThat(text).contains(old);
    write(name, text.replace(old, now));
  }

  private Registry loaded() {
    return switch (RegistryFiles.load(folder)) {
      case RegistryLoad.Loaded(Registry registry) -> registry;
      case RegistryLoad.Rejected(List<RegistryLoad.Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private List<String> problems() {
    return switch (RegistryFiles.load(folder)) {
      case RegistryLoad.Loaded loaded -> List.of();
      case RegistryLoad.Rejected(List<RegistryLoad.Problem> problems) ->
          problems.stream().map(RegistryLoad.Problem::toString).toList();
    };
  }

  @Test
  void loadsQuotedCellsAndLists() {
    Unit unit = loaded().unit("00721").orElseThrow();
    assertThat(unit.name()).isEqualTo("Trung tâm, \"xã\" Đồng Văn");
    assertThat(unit.sites()).containsExactly("Trụ sở", "Điểm 2");
    assertThat(unit.networks()).hasSize(2);
  }

  @Test
  void knowsWhichFieldsAProcedureNeeds() throws IOException {
    assertThat(loaded().lookupFields("1.001193")).contains(Set.of("ho_ten", "ho_ten_cha"));
    assertThat(loaded().lookupFields("")).contains(Set.of("ho_ten", "ngay_sinh"));
    Files.delete(folder.resolve("lookups.csv"));
    assertThat(loaded().lookupFields("1.001193")).isEmpty();
  }

  @Test
  void readsTheHoursOfAGrant() throws IOException {
    write(
        "grants.csv", "client,service,networks,hours\nA,S,,06:00-18:00\nA,T,,22:00-04:00\nA,U,,\n");
    List<ServiceGrant> grants = loaded().grantsOf("A");
    assertThat(grants.get(0).window().orElseThrow().contains(LocalTime.of(5, 59))).isFalse();
    assertThat(grants.get(0).window().orElseThrow().contains(LocalTime.of(6, 0))).isTrue();
    assertThat(grants.get(1).window().orElseThrow().contains(LocalTime.of(23, 0))).isTrue();
    assertThat(grants.get(1).window().orElseThrow().contains(LocalTime.of(4, 0))).isFalse();
    assertThat(grants.get(2).window()).isEmpty();
    write("grants.csv", "client,service,networks,hours\nA,S,,6h-18h\n");
    assertThat(RegistryFiles.load(folder))
        .isInstanceOfSatisfying(
            RegistryLoad.Rejected.class,
            rejected -> assertThat(rejected.problems().getFirst().toString()).contains("hours"));
  }

  @Test
  void acceptsAByteOrderMarkAndWindowsLineBreaks() throws IOException {
    for (String name : RegistryFiles.NAMES) {
      replace(name, "\n", "\r\n");
      write(name, "\ufeff" + Files.readString(folder.resolve(name)));
    }
    assertThat(loaded().units()).hasSize(2);
  }

  @Test
  void refusesOtherEncodingsWithTheLine() throws IOException {
    byte[] bytes = UNITS.getBytes(StandardCharsets.UTF_8);
    int position =
        UNITS.substring(0, UNITS.indexOf("Đồng")).getBytes(StandardCharsets.UTF_8).length;
    bytes[position] = (byte) 0xff;
    Files.write(folder.resolve("units.csv"), bytes);
    assertThat(problems()).anyMatch(p -> p.startsWith("units.csv:4: không phải UTF-8"));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          units.csv | tinh,province | tinh,kingdom | units.csv:3: loại đơn vị không có: kingdom
          units.csv | 10.60.6.0/24 | 10.60.6.1/24 | units.csv:4: không phải dải địa chỉ CIDR: 10.60.6.1/24
          units.csv | 10.60.140.0/24 | 10.60.0.0/16 | units.csv:4: dải 10.60.6.0/24 trùng với 10.60.0.0/16 của đơn vị tinh (dòng 3)
          units.csv | ,tinh,Hà | ,ttinh,Hà | units.csv:4: không có đơn vị cấp trên: ttinh
          units.csv | "00721" | 721 | units.csv:4: mã cấp xã phải có 5 chữ số: 721
          units.csv | "00721" | tinh | units.csv:4: mã đơn vị tinh đã có ở dòng 3
          units.csv | UBND tỉnh,,, | UBND tỉnh,,,,,, | units.csv:3: có 10 cột, phải có 7 cột (code,kind,name,parent,area,sites,networks)
          units.csv | ,networks | ,nets | units.csv:2: cột không có: nets; phải là: code,kind,name,parent,area,sites,networks
          units.csv | Trụ sở;Điểm 2 | '' | units.csv:4: phải có ít nhất một trụ sở (cột sites)
          units.csv | "Trung | Trung | units.csv:4: dấu ngoặc kép không đóng
          systems.yml | rpo: PT1H | rpo: 1 giờ | systems.yml:8: rpo phải là thời lượng dạng PT15M, PT4H, P1D: 1 giờ
          systems.yml | rpo: PT1H | rpo: PT-1H | systems.yml:8: rpo phải là thời lượng dạng PT15M, PT4H, P1D: PT-1H
          systems.yml | level: 3 | level: 6 | systems.yml:4: cấp độ phải từ 1 đến 5: 6
          systems.yml | level: 3 | muc: 3 | systems.yml:4: khóa không có: muc
          systems.yml | level: 3 | muc: 3 | systems.yml:2: thiếu khóa: level
          systems.yml | operator: tinh | operator: so-x | systems.yml:6: operator: không có đơn vị so-x
          systems.yml | operator: tinh | owner: tinh | systems.yml:6: khóa lặp lại: owner
          systems.yml | code: motcua | code: [a | systems.yml:3: không phải YAML hợp lệ: expected ',' or ']', but got :
          systems.yml | systems: | system: | systems.yml:1: khóa không có: system
          calendar.yml | Asia/Ho_Chi_Minh | Asia/Hanoi | calendar.yml:1: múi giờ không có: Asia/Hanoi
          calendar.yml | monday: | mondy: | calendar.yml:4: khóa không có: mondy
          calendar.yml | 13:30-17:00 | 17:00-13:30 | calendar.yml:4: giờ phải có dạng 07:30-11:30: "17:00-13:30"
          calendar.yml | 2026-01-01 | 01/01/2026 | calendar.yml:6: ngày phải có dạng 2026-12-31: 01/01/2026
          calendar.yml | date: 2026-01-10 | date: 2026-01-12 | calendar.yml:8: ngày làm bù phải là cuối tuần: 2026-01-12
          calendar.yml | date: 2026-01-01 | date: 2026-01-10 | calendar.yml:8: vừa là ngày nghỉ vừa là ngày làm bù: 2026-01-10
          calendar.yml | announced: fixed | announced: maybe | calendar.yml:6: announced phải là fixed, yearly hoặc expected
          calendar.yml | date: 2026-01-01 | from: 2026-01-05, to: 2026-01-01 | calendar.yml:6: khoảng ngày sai: 2026-01-05 đến 2026-01-01
          calendar.yml | date: 2026-01-01 | from: 2026-01-05 | calendar.yml:6: thiếu khóa: to
          officials.csv | cb1,00721 | cb1,99999 | officials.csv:2: không có đơn vị: 99999
          officials.csv | ,true | ,yes | officials.csv:2: active phải là true hoặc false: yes
          officials.csv | cb1,00721 | ,00721 | officials.csv:2: thiếu giá trị ở cột account
          certificates.csv | 0a1b | 0A1B | certificates.csv:2: số sê-ri phải là chữ số thập lục phân viết thường: 0A1B
          certificates.csv | cb1 | cb2 | certificates.csv:2: không có tài khoản: cb2
          certificates.csv | 2027-12-31 | 31/12/2027 | certificates.csv:2: not_after phải là ngày dạng 2027-12-31: 31/12/2027
          certificates.csv | cong_vu | khac | certificates.csv:2: family phải là cong_vu hoặc cong_cong: khac
          grants.csv | 10.60.6.0/24 | 10.60.6.0 | grants.csv:2: không phải dải địa chỉ CIDR: 10.60.6.0
          """,
      quoteCharacter = '\'')
  void namesFileAndLine(String file, String old, String now, String problem) throws IOException {
    replace(file, old, now);
    assertThat(problems()).contains(problem);
  }

  @Test
  void refusesDuplicatesInEveryFile() throws IOException {
    for (String name : List.of("officials.csv", "certificates.csv", "grants.csv")) {
      String text = Files.readString(folder.resolve(name));
      write(name, text + text.lines().toList().getLast() + "\n");
    }
    assertThat(problems())
        .containsExactly(
            "officials.csv:3: tài khoản lặp lại: cb1",
            "certificates.csv:3: số sê-ri lặp lại: 0a1b",
            "grants.csv:3: quyền gọi lặp lại: VN/GOV/H60/motcua -> VN/GOV/G01/dancu/tracuu");
  }

  @Test
  void refusesParentsInACircle() throws IOException {
    write(
        "units.csv",
        UNITS
            + "a,department,Sở A,b,,Trụ sở,10.60.8.0/24\n"
            + "b,department,Sở B,a,,Trụ sở,10.60.9.0/24\n");
    assertThat(problems())
        .containsExactly(
            "units.csv:5: đơn vị cấp trên đi vòng tròn: a",
            "units.csv:6: đơn vị cấp trên đi vòng tròn: b");
  }

  @Test
  void listsAllProblemsOfAllFilesInOrder() throws IOException {
    replace("grants.csv", "10.60.6.0/24", "x");
    replace("units.csv", "tinh,province", "tinh,kingdom");
    replace("officials.csv", ",true", ",yes");
    assertThat(problems())
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsSubsequence("units.csv", "officials.csv", "grants.csv");
  }

  @Test
  void saysWhichFileIsMissingWithoutBlamingTheOthers() throws IOException {
    Files.delete(folder.resolve("units.csv"));
    assertThat(problems()).containsExactly("units.csv: không có tệp này");
  }

  @Test
  void takesTheSampleItWrote() throws IOException {
    Path sample = folder.resolve("sample");
    RegistryFiles.writeSample(sample);
    assertThat(RegistryFiles.load(sample)).isInstanceOf(RegistryLoad.Loaded.class);
  }
}
