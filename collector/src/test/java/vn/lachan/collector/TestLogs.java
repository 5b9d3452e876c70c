package vn.lachan.collector;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.events.Event;

/** Raw logs, and a normalizer to read them with. */
public final class TestLogs {
  public static final Instant NOW = Instant.parse("2026-11-20T01:15:00Z");
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  public static final Pseudonymizer PSEUDONYMIZER = new Pseudonymizer(PseudonymKey.ephemeral());

  public static final String LOOKUP =
      """
      {"thoi_gian":"2026-11-20T08:14:22.310+07:00","ma_su_kien":"mc-01JD1","hanh_dong":"tra_cuu_dan_cu",\
      "ket_qua":"thanh_cong","tai_khoan":"can_bo_014","loai_chu_the":"can_bo","ma_don_vi":"00721","cap":"xa",\
      "phien":"s-88ab12","ip":"10.60.72.14","cong_nguon":51522,"trinh_duyet":"Mozilla/5.0 (X11)",\
      "ma_ho_so":"H60.99.721-261120-0007","ma_tthc":"1.001193","so_dinh_danh":"008199001234",\
      "loai_giay_to":"cccd","muc_dich":"xac_minh_cu_tru","truong_tra_cuu":["ho_ten","ngay_sinh"],"so_ket_qua":1,\
      "dich_vu":"xac_nhan_so_dinh_danh","thoi_luong":312,"url":"/tra-cuu?cccd=008199001234&token=abc"}\
      """;

  private TestLogs() {}

  public static RawLog raw(String source, String position, String line) {
    return new RawLog(source, NOW, "10.0.0.5:4711", position, bytes(line));
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The event of a line of a dataset, as it comes through Door and normalizer. */
  public static Event event(String dataset, String line) {
    return event(dataset, bytes(line));
  }

  public static Event event(String dataset, byte[] line) {
    LogSource source = LogSource.of("nguon-1", dataset, "");
    RawLog log =
        new RawLog(
            source.id(), NOW, "10.0.0.5:4711", "p:1", PSEUDONYMIZER.replaceCitizenNumbers(line));
    return normalizer(source).normalize(log);
  }

  public static Normalizer normalizer(LogSource... sources) {
    LogSources known = new LogSources(List.of(sources));
    return new Normalizer(
        known, new SourceStatistics(known, CLOCK), () -> TestRegistry.PROVINCE, PSEUDONYMIZER);
  }
}
