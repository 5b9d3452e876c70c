package vn.lachan.simulator.day;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import vn.lachan.simulator.send.Feed;
import vn.lachan.simulator.send.LogLine;

/** Access log of the portal in the combined format of nginx. */
final class PortalLog {
  private static final String HOST = "cong-web-01";
  private static final String SITE = "https://dichvucong.tuyenquang.example";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss xx", Locale.ENGLISH)
          .withZone(ZoneId.of("Asia/Ho_Chi_Minh"));
  private static final List<String> ASSETS =
      List.of(
          "/assets/main-8f3a21c0.js",
          "/assets/vendor-1b77e04d.js",
          "/assets/main-5c9d11aa.css",
          "/assets/fonts/be-vietnam-pro.woff2",
          "/assets/img/quoc-huy.svg",
          "/assets/img/banner-ttpvhcc.webp",
          "/favicon.ico");
  private static final List<String> PAGES =
      List.of(
          "/",
          "/vi/thu-tuc",
          "/vi/gioi-thieu",
          "/vi/tin-tuc",
          "/vi/hoi-dap",
          "/vi/danh-gia-hai-long",
          "/vi/tra-cuu-ho-so",
          "/vi/bo-thu-tuc?linh-vuc=ho-tich",
          "/vi/tin-tuc/lich-tiep-cong-dan-thang-11",
          "/vi/lien-he");
  private static final List<String> LOST =
      List.of(
          "/apple-touch-icon-precomposed.png", "/vi/huong-dan/nop-ho-so-cu.html",
          "/van-ban/2023/cong-van-118.pdf", "/robots.txt");
  private static final List<String> PROBES =
      List.of("/wp-login.php", "/.env", "/phpmyadmin/index.php", "/admin/config.php");

  private final Tape tape;
  private final Chance chance;

  PortalLog(Tape tape, Chance chance) {
    this.tape = tape;
    this.chance = chance;
  }

  void line(
      Instant at, String ip, String method, String path, int status, String from, String agent) {
    String text =
        "%s - - [%s] \"%s %s HTTP/1.1\" %d %d \"%s\" \"%s\""
            .formatted(
                ip,
                TIME.format(at),
                method,
                path,
                status,
                status == 304 || status == 302 ? 0 : chance.between(312, 48_000),
                from,
                agent);
    tape.add(new LogLine(Feed.PORTAL, at, HOST, "nginx", "", text));
  }

  /** A page with what the browser fetches for it. */
  private Instant page(Instant at, Citizen citizen, String path, int assets) {
    Instant time = at;
    line(time, citizen.ip(), "GET", path, 200, SITE + "/", citizen.browser());
    for (int i = 0; i < assets; i++) {
      time = time.plusMillis(chance.between(20, 300));
      int status = chance.percent(60) ? 304 : 200;
      line(time, citizen.ip(), "GET", chance.pick(ASSETS), status, SITE + path, citizen.browser());
    }
    return time.plus(chance.seconds(4, 40));
  }

  /** What a citizen leaves who files {@code dossier} online; ends about {@code at}. */
  void filing(Instant at, Dossier dossier) {
    Citizen citizen = dossier.citizen();
    Instant time = at.minus(chance.seconds(240, 420));
    time = page(time, citizen, "/", 4);
    time = page(time, citizen, "/vi/thu-tuc/" + dossier.procedure().code(), 2);
    line(time, citizen.ip(), "GET", "/vi/dang-nhap/vneid", 302, SITE + "/", citizen.browser());
    time = page(time.plusSeconds(20), citizen, "/vi/nop-ho-so/buoc-1", 1);
    time = page(time, citizen, "/vi/nop-ho-so/buoc-2", 0);
    line(
        time,
        citizen.ip(),
        "POST",
        "/api/v1/tep-dinh-kem",
        201,
        SITE + "/vi/nop-ho-so/buoc-2",
        citizen.browser());
    line(
        time.plusSeconds(9),
        citizen.ip(),
        "POST",
        "/api/v1/ho-so",
        201,
        SITE + "/vi/nop-ho-so/buoc-2",
        citizen.browser());
  }

  /** Somebody who only looks around. */
  void visit(Instant at) {
    Citizen visitor = Citizen.random(chance);
    Instant time = at;
    for (int i = chance.between(1, 3); i > 0; i--) {
      time = page(time, visitor, chance.pick(PAGES), chance.between(0, 3));
    }
    if (chance.percent(8)) {
      line(time, visitor.ip(), "GET", chance.pick(LOST), 404, "-", visitor.browser());
    }
  }

  /** A scanner from the Internet that finds nothing. */
  void probe(Instant at) {
    String ip = "198.51.100." + chance.between(1, 254);
    for (String path : PROBES) {
      line(at, ip, "GET", path, 404, "-", "Mozilla/5.0 zgrab/0.x");
    }
  }
}
