package vn.lachan.simulator;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.simulator.send.Feed;
import vn.lachan.simulator.send.LogLine;
import vn.lachan.simulator.send.Sender;
import vn.lachan.simulator.send.SenderException;

/**
 * Sends numbered one-stop events at a steady rate, to measure a platform.
 *
 * <p>Event n of a run has the id {@code tai-<run>-<n as nine digits>} ({@code ma_su_kien}, so
 * {@code event.id}): whoever finds fewer distinct ids than were sent has lost events, whoever finds
 * an id twice has doubled one.
 */
public final class LoadRun {
  private static final long LINES_PER_REPORT = 100_000;

  /**
   * What to send.
   *
   * @param run a word that tells this run from others, letters and digits
   * @param rate events a second, 0 for as fast as the platform takes them
   * @param count how many events
   */
  public record Settings(String run, int rate, long count) {
    public Settings {
      if (!run.matches("[a-z0-9]{1,20}")) {
        throw new IllegalArgumentException("a run is named by 1 to 20 letters or digits: " + run);
      }
      if (rate < 0 || count < 1) {
        throw new IllegalArgumentException("a load has a rate and a count");
      }
    }

    /** The id of event {@code number}, from 1. */
    public String eventId(long number) {
      return String.format(Locale.ROOT, "tai-%s-%09d", run, number);
    }
  }

  /**
   * What was sent.
   *
   * @param sent how many events
   * @param bytes of their text
   * @param took how long it took, with the last flush
   */
  public record Result(long sent, long bytes, Duration took) {
    public double perSecond() {
      return sent / Math.max(1e-9, took.toNanos() / 1e9);
    }
  }

  private LoadRun() {}

  /**
   * Sends the load through {@code sender}, which stays open.
   *
   * @throws SenderException when the platform stops taking lines
   */
  public static Result run(Settings settings, Sender sender, Clock clock, PrintStream progress) {
    JsonMapper json = JsonMapper.shared();
    ObjectNode event = template(json);
    Pace pace = new Pace(settings.rate());
    long start = System.nanoTime();
    long bytes = 0;
    for (long number = 1; number <= settings.count(); number++) {
      event.put("ma_su_kien", settings.eventId(number));
      event.put("thoi_gian", clock.instant().toString());
      event.put("cong_nguon", 20_000 + number % 40_000);
      event.put("tai_khoan", "tai-" + number % 600);
      String text = json.writeValueAsString(event);
      bytes += text.length();
      sender.send(new LogLine(Feed.ONE_STOP, clock.instant(), "motcua-app-01", "motcua", "", text));
      if (pace.isAhead()) {
        sender.flush();
        pace.await();
      }
      if (number % LINES_PER_REPORT == 0) {
        progress.printf(Locale.ROOT, "Đã gửi %d/%d sự kiện%n", number, settings.count());
      }
    }
    sender.flush();
    Result result =
        new Result(settings.count(), bytes, Duration.ofNanos(System.nanoTime() - start));
    progress.printf(
        Locale.ROOT,
        "Đã gửi %d sự kiện trong %.1f giây: %.0f sự kiện/giây%n",
        result.sent(),
        result.took().toMillis() / 1000.0,
        result.perSecond());
    return result;
  }

  private static ObjectNode template(JsonMapper json) {
    return json.createObjectNode()
        .put("hanh_dong", "xem_ho_so")
        .put("ket_qua", "thanh_cong")
        .put("loai_chu_the", "can_bo")
        .put("ma_don_vi", "02215")
        .put("cap", "xa")
        .put("phien", "phien-do-tai")
        .put("ip", "10.60.75.14")
        .put("ma_ho_so", "H60.99.2.215-261102-0001")
        .put("ma_tthc", "2.000815")
        .put("ten_tthc", "Chứng thực bản sao từ bản chính")
        .put("linh_vuc", "Chứng thực")
        .put("trang_thai_moi", "4")
        .put("don_vi_tiep_nhan", "02215")
        .put("don_vi_tham_quyen", "02215")
        .put("thoi_luong", 84);
  }
}
