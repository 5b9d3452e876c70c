package vn.lachan.collector.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PseudonymizerTest {
  private static final Pseudonymizer PSEUDONYMIZER = new Pseudonymizer(PseudonymKey.ephemeral());
  private static final String NUMBER = "008199001234";

  private static String replaced(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return new String(PSEUDONYMIZER.replaceCitizenNumbers(bytes), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NUMBER,
        "cccd=" + NUMBER + "&x",
        "\"" + NUMBER + "\"",
        "/tra-cuu/" + NUMBER + "/x",
        "?q=%22" + NUMBER + "%22",
        "?q=%3D" + NUMBER,
        "100%" + NUMBER,
        "\\x22" + NUMBER + "\\x22",
        "\\u00e1" + NUMBER,
        "\\n" + NUMBER,
        "VN" + NUMBER,
        "CCCD_" + NUMBER + ".jpg",
        "số " + NUMBER + ", ngày",
        "a," + NUMBER + "," + NUMBER + ",b",
        "550e8400-e29b-" + NUMBER
      })
  void findsTheNumberWhereverItStands(String line) {
    String replaced = replaced(line);

    assertThat(replaced).doesNotContain(NUMBER).contains("cccd!008*****1234!");
    assertThat(replaced(replaced)).isEqualTo(replaced);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no digits at all, only a long line without any number in it",
        "1234567890123",
        "12345678901",
        "1732061662310",
        "202611201530",
        "097199001234",
        "000199001234",
        "0.008199001234",
        "3.141008199001234",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "ab008199001234cdef01",
        "550e8400-e29b-41d4-a716-008199001234"
      })
  void leavesOtherNumbersAlone(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);

    assertThat(PSEUDONYMIZER.replaceCitizenNumbers(bytes)).isSameAs(bytes);
  }

  @Test
  void aJsonNumberBecomesAJsonString() {
    String replaced =
        replaced(
            "<13>Nov 20 h app: {\"a\":008199001234,\"b\":\"x: 008199001234, y\",\"c\":[ 008199001234 ]}");

    String json = replaced.substring(replaced.indexOf('{'));
    var tree = new JsonMapper().readTree(json);
    assertThat(tree.get("a").stringValue()).startsWith("cccd!");
    assertThat(tree.get("b").stringValue()).startsWith("x: cccd!").endsWith(", y");
    assertThat(tree.get("c").get(0).stringValue()).startsWith("cccd!");
  }

  @Test
  void shorterNumbersAreReplacedUnderTheirKey() {
    assertThat(replaced("{\"so_dinh_danh\":\"123456789\",\"x\":\"123456789\"}"))
        .contains("\"so_dinh_danh\":\"cmnd!12****789!")
        .contains("\"x\":\"123456789\"");
    assertThat(replaced("{\"so_dinh_danh\" : 8199001234}")).contains(": \"cccd!008*****1234!");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CEF:0|Palo Alto Networks|LF|2.0|TRAFFIC|end|3|deviceExternalId="
            + NUMBER
            + " src=10.1.1.5",
        "CEF:0|Palo Alto Networks|LF|2.0|TRAFFIC|end|3|rt=1 PanOSDeviceSN=" + NUMBER,
        "LEEF:2.0|Palo Alto Networks|PAN-OS Syslog Integration|11.0|x7C|SerialNumber="
            + NUMBER
            + "|",
        "{\"LogType\":\"TRAFFIC\",\"DeviceSN\": \"" + NUMBER + "\"}",
        "devname=\"FGVM" + NUMBER + "\" devid=\"FGVM" + NUMBER + "\" logid=1",
        "<189>Nov 20 08:15:00 FWVM" + NUMBER + " login",
        "device_id=" + NUMBER + " device_serial_id=\"C" + NUMBER + "-P29PUA\" log_id=" + NUMBER,
        "\"message\":\"log_type=\\\"Firewall\\\" log_id=\\\"" + NUMBER + "\\\"\"",
      })
  void numbersThatDevicesGiveThemselvesAreNoCitizenNumbers(String line) {
    assertThat(replaced(line)).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /x?device_id=" + NUMBER,
        "GET /x?a=1&log_id=" + NUMBER,
        "{\"device_id\":\"" + NUMBER + "\"}",
        "my_device_id=" + NUMBER,
        "serial number " + NUMBER,
        "deviceExternalId=FG1 duser=" + NUMBER,
        "AFGVM" + NUMBER,
      })
  void whatOnlyLooksLikeTheNumberOfADeviceIsACitizenNumber(String line) {
    assertThat(replaced(line)).contains("cccd!").doesNotContain(NUMBER);
  }

  @Test
  void theSerialNumberOfAFirewallIsNoCitizenNumber() {
    String line = "<14>Nov 20 fw 1,2026/11/20 08:15:03," + NUMBER + ",TRAFFIC,end,2561,";

    assertThat(replaced(line)).isEqualTo(line);
    assertThat(replaced(line + NUMBER)).startsWith(line + "cccd!");
    assertThat(replaced("2026/11/20 08:15:03," + NUMBER + ",TRAFFIC")).contains("cccd!");
    assertThat(replaced(",2026/11/20 08:15:03," + NUMBER + ",lan")).contains("cccd!");
  }

  @Test
  void theTokenSaysWhatTheFieldsNeed() {
    CitizenToken token = CitizenToken.find("q=" + replaced(NUMBER) + "&x=1").orElseThrow();

    assertThat(token.masked()).isEqualTo("008*****1234");
    assertThat(token.province()).isEqualTo("008");
    assertThat(token.decade()).isEqualTo("199x");
    assertThat(token).isEqualTo(PSEUDONYMIZER.token(NUMBER).orElseThrow());
    assertThat(PSEUDONYMIZER.token("008299001234").orElseThrow().decade()).isEqualTo("209x");
    assertThat(PSEUDONYMIZER.token("008099001234").orElseThrow().decade()).isEqualTo("199x");
  }

  @Test
  void theSameNumberHasTheSameTokenUnderOneKeyOnly() {
    assertThat(replaced(NUMBER)).isEqualTo(replaced(NUMBER));
    Pseudonymizer other = new Pseudonymizer(PseudonymKey.ephemeral());
    assertThat(other.token(NUMBER).orElseThrow().hash())
        .isNotEqualTo(PSEUDONYMIZER.token(NUMBER).orElseThrow().hash());
    assertThat(PSEUDONYMIZER.hash("session", "a")).isNotEqualTo(PSEUDONYMIZER.hash("token", "a"));
  }

  @Test
  void aLineFullOfNumbersTakesNoLongTime() {
    byte[] line = (NUMBER + ",").repeat(5_000).getBytes(StandardCharsets.UTF_8);

    long start = System.nanoTime();
    String replaced = new String(PSEUDONYMIZER.replaceCitizenNumbers(line), StandardCharsets.UTF_8);

    assertThat(replaced).doesNotContain(NUMBER);
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @Test
  void makesTheKeyOnceAndForItsOwnerOnly(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys/pseudonym.key");

    Pseudonymizer first = new Pseudonymizer(PseudonymKey.openOrCreate(file));
    Pseudonymizer second = new Pseudonymizer(PseudonymKey.openOrCreate(file));

    assertThat(first.hash("a", "b")).isEqualTo(second.hash("a", "b"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).startsWith("lachan-pseudonym-key 1\n");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void refusesAKeyOthersMayRead(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pseudonym.key");
    PseudonymKey.openOrCreate(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatExceptionOfType(PseudonymKeyException.class)
        .isThrownBy(() -> PseudonymKey.openOrCreate(file))
        .withMessageContaining("others may read")
        .withMessageContaining(file.toString());
  }

  @Test
  void refusesAFileThatIsNoKey(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pseudonym.key");
    PseudonymKey.openOrCreate(file);
    for (String content :
        new String[] {
          "", "x\ny\n", "lachan-pseudonym-key 1\n!!\n", "lachan-pseudonym-key 1\nAAAA\n"
        }) {
      Files.writeString(file, content);
      assertThatExceptionOfType(PseudonymKeyException.class)
          .isThrownBy(() -> PseudonymKey.openOrCreate(file));
    }
  }
}
