package vn.lachan.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.collector.TestLogs.event;
import static vn.lachan.collector.TestLogs.raw;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.collector.parser.Parsers;
import vn.lachan.events.Event;

class NormalizerTest {
  @ParameterizedTest
  @ValueSource(strings = {"dvc.motcua", "dxp.opmon", "dxp.gateway", "dxp.audit", "json"})
  void anEventComesOutOfBrokenJson(String dataset) {
    String deep = "{\"a\":".repeat(200_000);
    for (String line :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "{\"a\":}",
            "{\"hanh_dong\":\"x\"} {}",
            deep,
            "{\"x\":1e999999999}",
            "{\"x\":" + "9".repeat(5_000) + "}",
            "\u0000\u0000",
            "{\"hanh_dong\":[[[[{}]]]]}")) {
      Event event = event(dataset, line);

      assertThat(event.text("event.original")).isEqualTo(line.replace('\0', '\ufffd'));
      assertThat(event.text("event.kind")).isIn("pipeline_error", "event");
      if (event.text("event.kind").equals("pipeline_error")) {
        assertThat(event.text("error.message")).isNotEmpty();
        assertThat(event.get("tags")).isInstanceOf(List.class);
      }
    }
  }

  @Test
  void anEventComesOutOfAnyBytes() {
    Random random = new Random(7);
    for (String dataset : Parsers.datasets()) {
      for (int i = 0; i < 300; i++) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        assertThat(event(dataset, bytes).id()).isNotEmpty();
        byte[] almost =
            TestLogs.bytes(
                "<34>Nov 20 08:00:00 h sshd[1]: Failed password for a from 1.2.3.4 port 1");
        almost[random.nextInt(almost.length)] = (byte) random.nextInt(256);
        assertThat(event(dataset, almost).id()).isNotEmpty();
      }
    }
    assertThat(event("auto", new byte[0]).id()).isNotEmpty();
  }

  @Test
  void everyPrefixOfALineIsAnEvent() {
    String line = TestLogs.LOOKUP;
    String sshd =
        "<34>Nov 20 08:00:00 h sshd[1]: Failed password for invalid user a from 1.2.3.4 port 1 ssh2";
    String access =
        "1.2.3.4 - lan [20/Nov/2026:08:00:00 +0700] \"GET /a?b=c HTTP/1.1\" 200 5 \"-\" \"curl\"";
    String audit =
        "<134>Nov 20 08:00:00 h correlation-id: [ab] INFO  [X-Road] 2026-11-20T08:00:00+07:00 - {\"event\":\"Log in user\"}";
    for (String dataset : Parsers.datasets()) {
      for (String whole : List.of(line, sshd, access, audit)) {
        for (int length = 0; length < whole.length(); length++) {
          assertThat(event(dataset, whole.substring(0, length)).id()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void decodesBrokenTextWithReplacementAndSaysSo() {
    byte[] line = "<13>Nov 20 08:00:00 h app: h\u00e9".getBytes(StandardCharsets.ISO_8859_1);

    Event event = event("syslog", line);

    assertThat(event.text("message")).isEqualTo("h\ufffd");
    assertThat(event.text("tags")).isEqualTo("invalid_utf8");
  }

  @Test
  void absurdDatesAreReplacedByTheTimeOfArrival() {
    for (String time :
        List.of("0001-01-01T00:00:00Z", "31/31/2026 99:99", "99999999999999999999")) {
      Event event =
          event("dvc.motcua", "{\"hanh_dong\":\"xem_ho_so\",\"thoi_gian\":\"" + time + "\"}");

      assertThat(event.timestamp()).isEqualTo(TestLogs.NOW);
      assertThat(event.text("tags")).isEqualTo("bad_timestamp");
    }
  }

  @Test
  void idsComeFromThePositionOrElseFromTheBytes() {
    Normalizer normalizer = TestLogs.normalizer(LogSource.of("a", "syslog", ""));
    String line = "<13>Nov 20 08:00:00 h app: x";

    Event first = normalizer.normalize(raw("a", "p:1", line));
    assertThat(normalizer.normalize(raw("a", "p:1", line)).id()).isEqualTo(first.id());
    assertThat(normalizer.normalize(raw("a", "p:2", line)).id()).isNotEqualTo(first.id());
    assertThat(normalizer.normalize(raw("b", "p:1", line)).id()).isNotEqualTo(first.id());
    assertThat(normalizer.normalize(raw("a", "", line)).id())
        .isEqualTo(normalizer.normalize(raw("a", "", line)).id())
        .matches("[A-Za-z0-9_-]{27}");
  }

  @Test
  void givenIdsThatAreNotUrlSafeAreHashed() {
    Event event =
        event("dvc.motcua", "{\"hanh_dong\":\"xem_ho_so\",\"ma_su_kien\":\"a b/..?\u1ea1\"}");

    assertThat(event.id()).matches("dvc\\.motcua-[A-Za-z0-9_-]{27}");
  }

  @Test
  void readsOperationalMonitoring() {
    String line =
        """
        {"monitoringDataTs":1732068000,"requestInTs":1795137262310,"responseOutTs":1795137262810,\
        "securityServerType":"Client","clientXRoadInstance":"VN","clientMemberClass":"GOV","clientMemberCode":"H60",\
        "clientSubsystemCode":"MOTCUA","serviceXRoadInstance":"VN","serviceMemberClass":"GOV","serviceMemberCode":"BCA",\
        "serviceSubsystemCode":"CSDLDC","serviceCode":"traCuu","serviceVersion":"v1","messageId":"m-1",\
        "messageUserId":"VN008199001234","messageIssue":"H60.99.721-261120-0007","clientSecurityServerAddress":"10.1.2.3",\
        "requestSize":1200,"responseSize":5000,"succeeded":false,"faultCode":"Server.ServerProxy.AccessDenied","faultString":"no"}\
        """;

    Event event = event("dxp.opmon", line);

    assertThat(event.id()).isEqualTo("dxp.opmon-m-1.Client");
    assertThat(event.timestamp()).isEqualTo(Instant.ofEpochMilli(1795137262310L));
    assertThat(event.fields())
        .containsEntry("dxp.client.id", "VN/GOV/H60/MOTCUA")
        .containsEntry("dxp.service.id", "VN/GOV/BCA/CSDLDC/traCuu/v1")
        .containsEntry("dxp.grant", "co")
        .containsEntry("dxp.client.known_ip", true)
        .containsEntry("event.duration", 500_000_000L)
        .containsEntry("event.outcome", "failure")
        .containsEntry("event.type", List.of("access", "denied"))
        .containsEntry("dvc.dossier.code", "H60.99.721-261120-0007")
        .containsEntry("network.direction", "outbound")
        .containsEntry("source.ip", "10.1.2.3");
    assertThat(event.text("dxp.user_id_hash")).matches("hmac:[A-Za-z0-9_-]{22}");
    assertThat(event.fields().values().toString()).doesNotContain("008199001234");
  }

  @Test
  void aClientWithoutTheGrantIsTold() {
    String line =
        """
        {"messageId":"m","clientXRoadInstance":"VN","clientMemberClass":"GOV","clientMemberCode":"H60",\
        "clientSubsystemCode":"%s","serviceCode":"khac","succeeded":true}\
        """;

    assertThat(event("dxp.opmon", line.formatted("MOTCUA")).text("dxp.grant")).isEqualTo("khong");
    assertThat(event("dxp.opmon", line.formatted("LA")).text("dxp.grant")).isEqualTo("khong_ro");
    assertThat(event("dxp.opmon", line.formatted("KHAC")).fields())
        .doesNotContainKey("dxp.client.known_ip");
  }

  @Test
  void tellsWhetherACallLiesInTheHoursOfTheGrant() {
    String line =
        """
        {"messageId":"m","requestInTs":%d,"clientXRoadInstance":"VN","clientMemberClass":"GOV","clientMemberCode":"H60",\
        "clientSubsystemCode":"%s","serviceXRoadInstance":"VN","serviceMemberClass":"GOV","serviceMemberCode":"BCA",\
        "serviceSubsystemCode":"CSDLDC","serviceCode":"traCuu","succeeded":true}\
        """;
    long morning = Instant.parse("2026-11-20T01:00:00Z").toEpochMilli();
    long night = Instant.parse("2026-11-19T19:00:00Z").toEpochMilli();

    assertThat(event("dxp.opmon", line.formatted(morning, "KHO")).fields())
        .containsEntry("dxp.grant_hours", true);
    assertThat(event("dxp.opmon", line.formatted(night, "KHO")).fields())
        .containsEntry("dxp.grant_hours", false);
    assertThat(event("dxp.opmon", line.formatted(night, "KHAC")).fields())
        .doesNotContainKey("dxp.grant_hours");
  }

  @Test
  void readsTheGateway() {
    Event event =
        event(
            "dxp.gateway",
            """
            {"thoi_gian":"2026-11-20T08:14:22+07:00","ma_yeu_cau":"r-1","khoa_api":"K1","token":"tttt","don_vi":"00721",\
            "api":"dancu","phien_ban":"v1","tai_nguyen":"/nguoi/008199001234","phuong_thuc":"GET","ma_http":403,\
            "do_tre_ms":12.5,"ip":"10.60.72.9","ly_do_tu_choi":"throttled"}\
            """);

    assertThat(event.fields())
        .containsEntry("dxp.client.id", TestLogs.PSEUDONYMIZER.hash("api-key", "K1"))
        .containsEntry("dxp.token_hash", TestLogs.PSEUDONYMIZER.hash("token", "tttt"))
        .containsEntry("organization.id", "00721")
        .containsEntry("event.duration", 12_500_000L)
        .containsEntry("event.outcome", "failure")
        .containsEntry("event.reason", "throttled")
        .containsEntry("event.type", List.of("access", "denied"));
    assertThat(event.text("event.original")).doesNotContain("tttt").doesNotContain("008199001234");
  }

  @Test
  void readsTheAuditLogOfASecurityServer() {
    Event event =
        event(
            "auto",
            "<134>Nov 20 08:14:22 ss1 correlation-id: [1f2e] INFO  [X-Road Proxy Admin REST API]"
                + " 2026-11-20T08:14:22+07:00 - {\"event\":\"API key create failed\",\"user\":\"admin\","
                + "\"ipaddress\":\"10.9.9.9\",\"reason\":\"no\",\"auth\":\"Session\",\"url\":\"/api/v1/api-keys\",\"data\":{}}");

    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-11-20T01:14:22Z"));
    assertThat(event.fields())
        .containsEntry("event.dataset", "dxp.audit")
        .containsEntry("host.name", "ss1")
        .containsEntry("trace.id", "1f2e")
        .containsEntry("event.action", "API key create failed")
        .containsEntry("event.outcome", "failure")
        .containsEntry("user.name", "admin")
        .containsEntry("source.ip", "10.9.9.9")
        .containsEntry("url.path", "/api/v1/api-keys");
  }

  @Test
  void keepsTheKeysOfAnyJson() {
    Event event =
        event(
            "json",
            """
            {"EventID":4688,"Channel":"Security","UtcTime":"2026-11-20 01:14:00.123","Image":"C:\\\\Windows\\\\cmd.exe",\
            "CommandLine":"vssadmin delete shadows","nested":{"a":{"b":true}},"list":[1,2],"objects":[{"k":"x"},{"k":"y"}],\
            "big":123456789012345678901234567890,"organization":{"id":"00700"},"log.source.id":"forged","tags":["mine"]}\
            """);

    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-11-20T01:14:00.123Z"));
    assertThat(event.fields())
        .containsEntry("EventID", 4688L)
        .containsEntry("event.code", "4688")
        .containsEntry("process.name", "cmd.exe")
        .containsEntry("nested.a.b", true)
        .containsEntry("list", List.of(1L, 2L))
        .containsEntry("objects.k", List.of("x", "y"))
        .containsEntry("big", "123456789012345678901234567890")
        .containsEntry("log.source.id", "nguon-1")
        .containsEntry("tags", List.of("mine"));
  }

  @Test
  void aSourceOfAUnitCannotClaimAnotherInFreeJson() {
    LogSource source = LogSource.of("xa", "json", "00721");

    Event event =
        TestLogs.normalizer(source)
            .normalize(raw("xa", "p", "{\"organization\":{\"id\":\"00700\"}}"));

    assertThat(event.organization()).isEqualTo("00721");
  }

  @Test
  void readsBackupEventsOfOurOwn() {
    Event event =
        event(
            "lachan.backup",
            """
            {"@timestamp":"2026-11-20T01:00:00Z","event":{"id":"b1","action":"sao_luu","outcome":"success"},\
            "backup":{"plan":"ho-so","result":"success","bytes":12,"size_change_percent":-31.5}}\
            """);

    assertThat(event.id()).isEqualTo("lachan.backup-b1");
    assertThat(event.fields())
        .containsEntry("event.dataset", "lachan.backup")
        .containsEntry("event.action", "sao_luu")
        .containsEntry("backup.bytes", 12L)
        .containsEntry("backup.size_change_percent", -31.5);
  }

  @Test
  void countsWhatIsNotUnderstood() {
    LogSource source = LogSource.of("a", "dvc.motcua", "");
    LogSources sources = new LogSources(List.of(source));
    SourceStatistics statistics = new SourceStatistics(sources, TestLogs.CLOCK);
    Normalizer normalizer =
        new Normalizer(sources, statistics, () -> TestRegistry.PROVINCE, TestLogs.PSEUDONYMIZER);

    Event event = normalizer.normalize(raw("a", "p", "not json"));

    assertThat(event.fields())
        .containsEntry("event.kind", "pipeline_error")
        .containsEntry("event.original", "not json")
        .containsEntry("log.source.id", "a")
        .containsEntry("tags", List.of("unparsed"));
    assertThat(event.text("error.message")).isNotEmpty();
    assertThat(statistics.stats("a").unparsed()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed password for invalid user lan from 113.1.1.9 port 40000 ssh2",
        "Accepted publickey for lan@tinh.vn from 2001:db8::9 port 40000 ssh2: ED25519 SHA256:x",
        "pam_unix(sshd:session): session opened for user lan(uid=1000) by (uid=0)",
        "Connection closed by authenticating user lan 113.1.1.9 port 40000 [preauth]"
      })
  void aLineOfTheJournalHasTheFieldsOfTheSameLineOfSyslog(String message) {
    Event syslog = event("auto", "<86>Nov 20 08:15:00 may1 sshd[12]: " + message);
    Event journal =
        event(
            "auto",
            "{\"__REALTIME_TIMESTAMP\":\"1795137300000000\",\"_HOSTNAME\":\"may1\",\"_UID\":\"0\","
                + "\"SYSLOG_IDENTIFIER\":\"sshd\",\"_PID\":\"12\",\"PRIORITY\":\"6\",\"MESSAGE\":\""
                + message
                + "\"}");
    Event filebeat =
        event(
            "linux.systemd",
            "{\"@timestamp\":\"2026-11-20T01:15:00.000Z\",\"host\":{\"hostname\":\"may1\"},"
                + "\"journald\":{\"uid\":0,\"pid\":12},\"syslog\":{\"identifier\":\"sshd\"},"
                + "\"message\":\""
                + message
                + "\"}");

    for (String field :
        List.of(
            "event.dataset",
            "event.category",
            "event.type",
            "event.action",
            "event.outcome",
            "event.reason",
            "user.name",
            "user.domain",
            "user.id",
            "source.ip",
            "source.port",
            "process.name",
            "process.pid",
            "host.name",
            "message")) {
      assertThat(journal.text(field)).as(field).isEqualTo(syslog.text(field));
      assertThat(filebeat.text(field)).as(field).isEqualTo(syslog.text(field));
    }
    assertThat(journal.timestamp()).isEqualTo(syslog.timestamp());
    assertThat(journal.text("event.dataset")).isEqualTo("linux.auth");
    assertThat(journal.text("event.original")).startsWith("{\"__REALTIME");
  }

  @Test
  void aLineOfTheJournalThatIsOfNoDatasetStaysOne() {
    Event event =
        event(
            "auto",
            "{\"__REALTIME_TIMESTAMP\":\"1795137300000000\",\"_HOSTNAME\":\"may1\","
                + "\"SYSLOG_IDENTIFIER\":\"hoso\",\"MESSAGE\":\"xong\"}");

    assertThat(event.text("event.dataset")).isEqualTo("linux.systemd");
    assertThat(event.text("message")).isEqualTo("xong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vsftpd[7]", "gdm-password][7]", "systemd[7]", "dovecot"})
  void whatPamSaysIsUnderstoodInEveryProgram(String program) {
    Event event =
        event(
            "auto",
            "<85>Nov 20 08:15:00 may1 "
                + program
                + ": pam_unix(x:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=lan"
                + " rhost=113.1.1.9  user=lan");

    assertThat(event.text("event.dataset")).isEqualTo("linux.auth");
    assertThat(event.text("event.outcome")).isEqualTo("failure");
    assertThat(event.text("source.ip")).isEqualTo("113.1.1.9");
    assertThat(event.text("user.name")).isEqualTo("lan");
  }

  @Test
  void aLineOfTheKernelIsReadFromTheJournalToo() {
    Event event =
        event(
            "auto",
            "{\"__REALTIME_TIMESTAMP\":\"1795137300000000\",\"_HOSTNAME\":\"may1\",\"PRIORITY\":\"4\","
                + "\"SYSLOG_IDENTIFIER\":\"kernel\",\"MESSAGE\":\"[UFW BLOCK] IN=eth0 OUT= SRC=113.1.1.9"
                + " DST=10.0.0.5 LEN=40 PROTO=TCP SPT=40000 DPT=22 SYN URGP=0\"}");

    assertThat(event.text("event.dataset")).isEqualTo("netfilter.firewall");
    assertThat(event.text("rule.name")).isEqualTo("UFW BLOCK");
    assertThat(event.text("destination.port")).isEqualTo("22");
    assertThat(event.text("host.name")).isEqualTo("may1");
    assertThat(event.text("log.syslog.priority")).isEqualTo("4");
  }
}
