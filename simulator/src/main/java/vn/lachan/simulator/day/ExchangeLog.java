package vn.lachan.simulator.day;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vn.lachan.simulator.send.Feed;
import vn.lachan.simulator.send.LogLine;

/** Calls over the data-sharing platform: X-Road monitoring records and records of the gateway. */
final class ExchangeLog {
  /** The system that most calls come from. */
  static final String ONE_STOP = "VN/GOV/H60/motcua";

  static final String POPULATION = "VN/GOV/G01/dancu/tracuu-congdan/v1";
  static final String NATIONAL_PORTAL = "VN/GOV/G22/dvcqg/DongBoHoSoMC/v1";
  static final String PROGRESS = "VN/GOV/G22/dvcqg/CapNhatTienDoHoSoMC/v1";

  /** Address of the consumers' security server, inside the networks of their grants. */
  static final String SERVER = "10.60.250.21";

  private final Tape tape;
  private final Chance chance;

  ExchangeLog(Tape tape, Chance chance) {
    this.tape = tape;
    this.chance = chance;
  }

  /**
   * What became of a call.
   *
   * @param code HTTP status
   * @param fault fault code of X-Road, empty for none
   * @param text what it says
   */
  record Result(int code, String fault, String text) {
    static final Result FINE = new Result(200, "", "");
    static final Result DENIED =
        new Result(
            500,
            "Server.ServerProxy.AccessDenied",
            "Request is not allowed: the client has no access right");
    static final Result TIMEOUT =
        new Result(500, "Server.ServerProxy.NetworkError", "Read timed out");
  }

  /** Writes the record of the consumer's server; returns the message id. */
  String call(Instant at, String client, String service, String user, String issue, Result result) {
    List<String> c = List.of(client.split("/", -1));
    List<String> s = List.of(service.split("/", -1));
    String id = "H60-" + chance.hex(20);
    long in = at.toEpochMilli();
    int wait = chance.between(60, 900);
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("monitoringDataTs", at.plusSeconds(2).getEpochSecond());
    record.put("securityServerInternalIp", SERVER);
    record.put("securityServerType", "Client");
    record.put("requestInTs", in);
    record.put("requestOutTs", in + 8);
    record.put("responseInTs", in + wait - 6);
    record.put("responseOutTs", in + wait);
    record.put("clientXRoadInstance", c.get(0));
    record.put("clientMemberClass", c.get(1));
    record.put("clientMemberCode", c.get(2));
    record.put("clientSubsystemCode", c.get(3));
    record.put("serviceXRoadInstance", s.get(0));
    record.put("serviceMemberClass", s.get(1));
    record.put("serviceMemberCode", s.get(2));
    record.put("serviceSubsystemCode", s.get(3));
    record.put("serviceCode", s.get(4));
    record.put("serviceVersion", s.get(5));
    record.put("serviceType", "REST");
    record.put("restMethod", "POST");
    record.put("restPath", "/" + s.get(4));
    record.put("messageId", id);
    record.put("xRequestId", chance.hex(32));
    if (!user.isEmpty()) {
      record.put("messageUserId", "VN" + user);
    }
    if (!issue.isEmpty()) {
      record.put("messageIssue", issue);
    }
    record.put("messageProtocolVersion", "1");
    record.put("xRoadVersion", "7.8.0");
    record.put("clientSecurityServerAddress", SERVER);
    record.put(
        "serviceSecurityServerAddress",
        "ss-" + s.get(2).toLowerCase(Locale.ROOT) + ".vdxp.example");
    record.put("requestSize", chance.between(900, 2_400));
    record.put("requestAttachmentCount", 0);
    record.put("responseSize", chance.between(1_200, 9_000));
    record.put("responseAttachmentCount", 0);
    record.put("succeeded", result.fault().isEmpty());
    record.put("statusCode", result.code());
    if (!result.fault().isEmpty()) {
      record.put("faultCode", result.fault());
      record.put("faultString", result.text());
    }
    tape.addJson(Feed.MONITORING, at.plusMillis(wait), "ss-h60-01", "xroad-opmon", record);
    return id;
  }

  /** Writes a record of the gateway for a call by the one-stop system about {@code dossier}. */
  void gateway(Instant at, String api, String issue, String subject) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("thoi_gian", LogLine.local(at));
    record.put("ma_yeu_cau", "gw-" + chance.hex(20));
    record.put("khoa_api", "khoa-motcua-h60");
    record.put("token", "tk-motcua-" + at.getEpochSecond() / 3600);
    record.put("don_vi", "ttpvhcc-tinh");
    record.put("api", api);
    record.put("phien_ban", "v1");
    record.put("tai_nguyen", "/lgsp/" + api + "/v1");
    record.put("phuong_thuc", "POST");
    record.put("ma_http", chance.percent(1) ? 504 : 200);
    record.put("byte_gui", chance.between(500, 1_800));
    record.put("byte_nhan", chance.between(900, 6_000));
    record.put("do_tre_ms", chance.between(40, 700));
    record.put("ip", "10.60.250.11");
    record.put("ma_ho_so", issue);
    if (!subject.isEmpty()) {
      record.put("so_dinh_danh", subject);
    }
    tape.addJson(Feed.GATEWAY, at, "lgsp-gw-01", "lgsp", record);
  }
}
