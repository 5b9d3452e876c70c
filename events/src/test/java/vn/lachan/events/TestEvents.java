package vn.lachan.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Events as they come from the one-stop portal and the hosts around it; all people are invented.
 */
public final class TestEvents {
  public static final Instant NOON = Instant.parse("2026-11-20T05:00:00Z");
  public static final String DONG_VAN = "H60.x.00721";
  public static final String HA_GIANG = "H60.x.00691";

  /** An official of Đồng Văn logs in. */
  public static final Event LOGIN =
      at("login", NOON)
          .set("event.action", "dang_nhap")
          .set("event.outcome", "success")
          .set("event.category", List.of("authentication"))
          .set("event.dataset", "dvc.motcua")
          .set("user.name", "can_bo_014")
          .set("user.full_name", "Đặng Thị Ngọc Lan")
          .set("organization.id", DONG_VAN)
          .set("organization.name", "UBND xã Đồng Văn")
          .set("source.ip", "10.60.72.14")
          .set("source.port", 51_522)
          .set("message", "Đăng nhập thành công vào Cổng dịch vụ công tỉnh Tuyên Quang")
          .build();

  /** The same official looks a citizen up, one minute later. */
  public static final Event LOOK_UP =
      at("look-up", NOON.plusSeconds(60))
          .set("event.action", "tra_cuu_dan_cu")
          .set("event.outcome", "success")
          .set("event.category", List.of("database"))
          .set("event.dataset", "dvc.motcua")
          .set("event.duration", 41_000_000L)
          .set("user.name", "can_bo_014")
          .set("organization.id", DONG_VAN)
          .set("source.ip", "10.60.72.14")
          .set("source.port", 51_530)
          .set("dvc.lookup.result_count", 1)
          .set("dvc.subject.id_masked", "008*****1234")
          .set("dvc.calendar.working", true)
          .set("url.path", "/api/dan-cu/tra-cuu")
          .set("message", "Tra cứu dân cư: 1 kết quả")
          .build();

  /** A failed login in another commune, two minutes later, from the internet. */
  public static final Event FAILED_LOGIN =
      at("failed-login", NOON.plusSeconds(120))
          .set("event.action", "dang_nhap")
          .set("event.outcome", "failure")
          .set("event.category", List.of("authentication"))
          .set("event.dataset", "dvc.motcua")
          .set("user.name", "Admin")
          .set("organization.id", HA_GIANG)
          .set("source.ip", "203.0.113.9")
          .set("source.port", 443)
          .set("lachan.score", 7.5)
          .set("message", "Login failed for admin from 203.0.113.9")
          .build();

  /** A host that belongs to no unit, three minutes later. */
  public static final Event SSHD =
      at("sshd", NOON.plusSeconds(180))
          .set("event.action", "dang_nhap")
          .set("event.outcome", "failure")
          .set("event.dataset", "linux.auth")
          .set("host.name", "csdl-01")
          .set("process.name", "sshd")
          .set("process.pid", 4_711)
          .set("source.ip", "2001:db8::7")
          .set("user.name", "root")
          .set("event.original", "<38>Nov 20 12:03:00 csdl-01 sshd[4711]: Failed password for root")
          .build();

  /** Oldest first. */
  public static final List<Event> ALL = List.of(LOGIN, LOOK_UP, FAILED_LOGIN, SSHD);

  /** An event that happened at {@code timestamp} and was ingested two seconds later. */
  public static Event.Builder at(String id, Instant timestamp) {
    return Event.builder(id, timestamp, timestamp.plusSeconds(2));
  }

  /**
   * Events of about 25 fields, 100 ms apart, always the same for the same arguments.
   *
   * @param first number of the first one; ids are {@code e-0000000001} and so on
   */
  public static List<Event> series(int first, int count, Instant start) {
    List<Event> events = new ArrayList<>(count);
    for (int i = first; i < first + count; i++) {
      events.add(one(i, start.plus(Duration.ofMillis(100L * (i - first)))));
    }
    return events;
  }

  private static Event one(int number, Instant timestamp) {
    Random random = new Random(number);
    String unit = "H60.x.%05d".formatted(random.nextInt(124));
    String user = "can_bo_%03d".formatted(random.nextInt(900));
    String address = "10.60.%d.%d".formatted(random.nextInt(124), random.nextInt(254));
    boolean failed = random.nextInt(20) == 0;
    String dossier = "H60.99.%03d-261120-%04d".formatted(random.nextInt(124), random.nextInt(9999));
    return at("e-%010d".formatted(number), timestamp)
        .set("event.kind", "event")
        .set("event.dataset", "dvc.motcua")
        .set("event.category", List.of("database"))
        .set("event.type", List.of("access"))
        .set("event.action", failed ? "dang_nhap" : "tra_cuu_ho_so")
        .set("event.outcome", failed ? "failure" : "success")
        .set("event.duration", random.nextLong(900_000_000L))
        .set("user.id", user)
        .set("user.name", user)
        .set("user.roles", List.of("can_bo_tiep_nhan"))
        .set("organization.id", unit)
        .set("organization.name", "UBND xã số " + unit)
        .set("source.ip", address)
        .set("source.port", 1024L + random.nextInt(60_000))
        .set("user_agent.original", "Mozilla/5.0 (Windows NT 10.0) Chrome/" + random.nextInt(140))
        .set("url.path", "/api/ho-so/" + random.nextInt(500))
        .set("http.request.method", "GET")
        .set("http.response.status_code", failed ? 401L : 200L)
        .set("http.response.bytes", (long) random.nextInt(90_000))
        .set("dvc.dossier.code", dossier)
        .set("dvc.dossier.status", String.valueOf(1 + random.nextInt(10)))
        .set("dvc.unit.level", "xa")
        .set("dvc.session.id_hash", Long.toHexString(random.nextLong()))
        .set("dvc.calendar.working", random.nextBoolean())
        .set("message", "Tra cứu hồ sơ " + dossier + " bởi " + user + " từ " + address)
        .build();
  }

  private TestEvents() {}
}
