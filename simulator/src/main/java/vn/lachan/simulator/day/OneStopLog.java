package vn.lachan.simulator.day;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import vn.lachan.simulator.send.Feed;
import vn.lachan.simulator.send.LogLine;

/**
 * The log of the one-stop system: one JSON object an event, with the keys agreed for the data set
 * {@code dvc.motcua}.
 *
 * <p>It also sees to it that officials log in before they act and log out afterwards: {@link
 * #writeSessions} adds those events at the end.
 */
final class OneStopLog {
  private static final String HOST = "motcua-app-01";
  private static final String APP = "motcua";

  private record SessionKey(String account, int span) {}

  /** What an official did between two breaks. */
  private static final class Session {
    final Officer officer;
    final String id;
    Instant first;
    Instant last;

    Session(Officer officer, String id, Instant at) {
      this.officer = officer;
      this.id = id;
      this.first = at;
      this.last = at;
    }
  }

  private final Tape tape;
  private final Chance chance;
  private final Map<SessionKey, Session> sessions = new HashMap<>();
  private final String run;
  private long count;
  private final List<String> written = new ArrayList<>();

  OneStopLog(Tape tape, Chance chance) {
    this.tape = tape;
    this.chance = chance;
    this.run = chance.hex(8);
  }

  /** An event in the making. */
  final class Entry {
    private final Instant at;
    private final String id;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private Entry(Instant at, String action) {
      this.at = at;
      count++;
      this.id = "mc-%s-%07d".formatted(run, count);
      fields.put("thoi_gian", LogLine.local(at));
      fields.put("ma_su_kien", id);
      fields.put("hanh_dong", action);
      fields.put("ket_qua", "thanh_cong");
    }

    Entry with(String key, Object value) {
      fields.put(key, value);
      return this;
    }

    /** A group of keys; a map without an order of its own is put in one, for the same bytes. */
    Entry with(String key, Map<String, ?> group) {
      fields.put(key, group instanceof LinkedHashMap ? group : new TreeMap<>(group));
      return this;
    }

    Entry failed(String code) {
      fields.put("ket_qua", "that_bai");
      fields.put("ma_loi", code);
      return this;
    }

    Entry dossier(Dossier dossier) {
      fields.put("ma_ho_so", dossier.code());
      fields.put("ma_tthc", dossier.procedure().code());
      fields.put("ten_tthc", dossier.procedure().name());
      fields.put("linh_vuc", dossier.procedure().field());
      fields.put("kenh", dossier.channel());
      fields.put("don_vi_tiep_nhan", dossier.desk().unit().code());
      fields.put("don_vi_tham_quyen", dossier.desk().unit().code());
      return this;
    }

    /** Writes the event; returns its id. */
    String write() {
      fields.put("thoi_luong", chance.between(18, 420));
      tape.addJson(Feed.ONE_STOP, at, HOST, APP, fields);
      written.add(id);
      return id;
    }
  }

  /** An event of an official at their desk; {@code span} is the stretch of working time. */
  Entry by(Officer officer, int span, Instant at, String action) {
    Session session =
        sessions.computeIfAbsent(
            new SessionKey(officer.account(), span),
            key -> new Session(officer, chance.hex(24), at));
    session.first = at.isBefore(session.first) ? at : session.first;
    session.last = at.isAfter(session.last) ? at : session.last;
    return by(officer, officer.ip(), session.id, at, action);
  }

  /** An event under an official's account, from anywhere. */
  Entry by(Officer officer, String ip, String session, Instant at, String action) {
    return new Entry(at, action)
        .with("tai_khoan", officer.account())
        .with("ho_ten", officer.name())
        .with("chuc_vu", officer.position())
        .with("loai_chu_the", "can_bo")
        .with("ma_don_vi", officer.unit().code())
        .with("cap", officer.level())
        .with("phien", session)
        .with("ip", ip)
        .with("cong_nguon", chance.between(20_000, 64_000))
        .with("trinh_duyet", officer.browser());
  }

  /** An event of a citizen at the portal; {@code desk} is the one they turned to. */
  Entry by(Citizen citizen, Desk desk, Instant at, String action) {
    return new Entry(at, action)
        .with("tai_khoan", citizen.account())
        .with("loai_chu_the", "cong_dan")
        .with("ma_don_vi", desk.unit().code())
        .with("cap", desk.leader().level())
        .with("phien", "cd-" + citizen.account().substring(6))
        .with("ip", citizen.ip())
        .with("cong_nguon", chance.between(20_000, 64_000))
        .with("trinh_duyet", citizen.browser());
  }

  /** An event of the system itself. */
  Entry bySystem(Desk desk, Instant at, String action) {
    return new Entry(at, action)
        .with("tai_khoan", "he-thong")
        .with("loai_chu_the", "he_thong")
        .with("ma_don_vi", desk.unit().code())
        .with("cap", desk.leader().level())
        .with("ip", "10.60.250.11")
        .with("cong_nguon", 0)
        .with("trinh_duyet", "");
  }

  /** Ids of the events written since the last call. */
  List<String> takeWritten() {
    List<String> taken = List.copyOf(written);
    written.clear();
    return taken;
  }

  /** Adds a log-in before and a log-out after what each official did between two breaks. */
  void writeSessions() {
    Map<String, Session> ordered = new TreeMap<>();
    sessions.forEach((key, session) ->
        ordered.put(String.format(Locale.ROOT, "%s %03d", key.account(), key.span()), session));
    for (Session session : ordered.values()) {
      Officer officer = session.officer;
      Instant login = session.first.minus(chance.seconds(30, 120));
      if (chance.percent(3)) {
        by(officer, officer.ip(), "", login.minusSeconds(12), "dang_nhap")
            .failed("SAI_MAT_KHAU")
            .with("kieu_xac_thuc", "otp")
            .write();
      }
      by(officer, officer.ip(), session.id, login, "dang_nhap")
          .with("kieu_xac_thuc", "otp")
          .write();
      Instant logout = session.last.plus(Duration.ofSeconds(chance.between(5, 60)));
      by(officer, officer.ip(), session.id, logout, "dang_xuat").write();
    }
    sessions.clear();
  }
}
