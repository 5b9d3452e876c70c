package vn.lachan.app.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import vn.lachan.detection.Moderation;
import vn.lachan.detection.backtest.Backtest;
import vn.lachan.detection.backtest.BacktestSettings;
import vn.lachan.detection.backtest.Backtests;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.LuceneSettings;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;

/**
 * Measures trials of rules on a year of one-stop events: a rule that almost nothing fits, one with
 * a pattern, one that a fifth of all events fit, and a correlation.
 */
final class BacktestBench {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final int BATCH = 2_000;
  private static final List<String> ACTIONS =
      List.of("xem_ho_so", "dang_nhap", "cap_nhat_ho_so", "tra_cuu_dan_cu", "tai_tep");

  private static final String SELECTIVE =
      rule("chọn lọc", "{event.action: ket_xuat_du_lieu, event.outcome: failure}");
  private static final String PATTERN =
      rule("mẫu", "{url.path|contains: '/quan-tri/', event.outcome: failure}");
  private static final String BROAD = rule("rộng", "{event.action: dang_nhap}");
  private static final String SERIES =
      """
      title: thất bại
      id: base
      logsource: {product: lachan, service: dvc.motcua}
      detection: {s: {event.action: dang_nhap, event.outcome: failure}, condition: s}
      ---
      title: tương quan
      id: series
      correlation:
        type: event_count
        rules: [base]
        group-by: [user.name]
        timespan: 1h
        condition: {gte: 3}
      """;

  private final Path folder;
  private final int events;
  private final Clock clock;
  private final PrintStream out;
  private final PrintStream progress;

  BacktestBench(Path folder, int events, Clock clock, PrintStream out, PrintStream progress) {
    this.folder = folder;
    this.events = events;
    this.clock = clock;
    this.out = out;
    this.progress = progress;
  }

  private static String rule(String title, String selection) {
    return "title: "
        + title
        + "\nid: r\nlogsource: {product: lachan, service: dvc.motcua}\ndetection: {s: "
        + selection
        + ", condition: s}\n";
  }

  /** Returns whether every trial came to its end. */
  boolean run() throws InterruptedException {
    Instant end = clock.instant();
    try (EventStore store = LuceneEventStore.open(folder, LuceneSettings.DEFAULT)) {
      progress.println("bench: writing " + events + " events of a year");
      fill(store, end.minus(YEAR));
      BacktestSettings standard = BacktestSettings.DEFAULT;
      try (Backtests backtests = new Backtests(store, standard, () -> Moderation.NONE, clock)) {
        TimeRange range = new TimeRange(end.minus(YEAR), end);
        boolean done = true;
        for (String rule : List.of(SELECTIVE, PATTERN, SERIES, BROAD)) {
          done &= print(finished(backtests, rule, range));
        }
        return done;
      }
    }
  }

  private static Backtest finished(Backtests backtests, String rule, TimeRange range)
      throws InterruptedException {
    String id = backtests.start(rule, range, OrganizationScope.PROVINCE, "bench").id();
    while (true) {
      Backtest now = backtests.find(id, OrganizationScope.PROVINCE).orElseThrow();
      if (now.state().isOver()) {
        return now;
      }
      Thread.sleep(20);
    }
  }

  private boolean print(Backtest done) {
    double seconds = done.took().toMillis() / 1_000.0;
    out.printf(
        Locale.ROOT,
        "backtest       %-12s %9d events in %7.2f s: %8d read, %7d alerts, %s%s; %.0f read/s%n",
        done.title(),
        done.events(),
        seconds,
        done.read(),
        done.alerts(),
        done.state(),
        done.cut() == null ? "" : ", cut by " + done.cut() + " at " + done.reached(),
        done.read() / Math.max(0.001, seconds));
    return done.state() == Backtest.State.DONE;
  }

  private void fill(EventStore store, Instant start) {
    Random random = new Random(1);
    long step = YEAR.toMillis() / events;
    List<Event> batch = new ArrayList<>(BATCH);
    for (int i = 0; i < events; i++) {
      batch.add(event(i, start.plusMillis(step * i), random));
      if (batch.size() == BATCH || i == events - 1) {
        store.append(batch);
        batch.clear();
      }
      if (i % 200_000 == 199_999) {
        store.flush();
        progress.println("bench: " + (i + 1) + " events");
      }
    }
    store.flush();
    store.refresh();
  }

  private static Event event(int number, Instant time, Random random) {
    boolean export = random.nextInt(20_000) == 0;
    String action = export ? "ket_xuat_du_lieu" : ACTIONS.get(random.nextInt(ACTIONS.size()));
    String unit = String.format(Locale.ROOT, "%05d", 700 + random.nextInt(124));
    String dossier = "H60.99." + unit + "-261120-" + number;
    boolean admin = random.nextInt(5_000) == 0;
    return Event.builder("bench-" + number, time, time.plusMillis(random.nextInt(1_500)))
        .set("event.dataset", "dvc.motcua")
        .set("event.module", "dvc")
        .set("event.kind", "event")
        .set("event.action", action)
        .set("event.outcome", random.nextInt(50) == 0 || export ? "failure" : "success")
        .set("event.category", List.of("web"))
        .set("user.name", "can_bo_" + random.nextInt(2_000))
        .set("user.id", "u" + random.nextInt(2_000))
        .set("source.ip", "10.60." + random.nextInt(124) + "." + random.nextInt(250))
        .set("organization.id", unit)
        .set("organization.name", "UBND xã số " + unit)
        .set("url.path", (admin ? "/quan-tri/" : "/ho-so/") + dossier)
        .set("http.request.method", "POST")
        .set("http.response.status_code", 200L)
        .set("http.response.bytes", (long) random.nextInt(200_000))
        .set("user_agent.original", "Mozilla/5.0 (Windows NT 10.0) " + random.nextInt(50))
        .set("host.name", "motcua-" + random.nextInt(6))
        .set("log.source.id", "motcua")
        .set("dvc.dossier.code", dossier)
        .set("dvc.procedure.code", "1." + (1_000 + random.nextInt(1_800)))
        .set("dvc.dossier.status", "dang_xu_ly")
        .set("dvc.actor.type", "can_bo")
        .set("dvc.calendar.working", true)
        .set("message", "Cán bộ xử lý hồ sơ " + dossier)
        .build();
  }
}
