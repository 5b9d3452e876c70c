package vn.lachan.app.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.SourceStats;
import vn.lachan.collector.health.SourceHealth;
import vn.lachan.collector.health.SourceWatch;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.reports.Figure;
import vn.lachan.reports.Figure.Assessment;

/** Log sources, clocks, retention, room on the disk, signature checks. */
@Component
class LogFigures implements FigureGroup {
  private static final Duration LOOKED_AT = Duration.ofDays(30);
  private static final int LEAST_DAYS = 90;

  private final SourceStatistics statistics;
  private final SourceWatch watch;
  private final LogSources sources;
  private final EventStore events;
  private final Settings settings;

  LogFigures(
      SourceStatistics statistics,
      SourceWatch watch,
      LogSources sources,
      EventStore events,
      Settings settings) {
    this.statistics = statistics;
    this.watch = watch;
    this.sources = sources;
    this.events = events;
    this.settings = settings;
  }

  @Override
  public List<Figure> measure(Instant now) {
    List<SourceStats> all = statistics.all();
    long active = all.stream().filter(s -> s.lastSeen().isPresent()).count();
    long silent =
        watch.health().stream().filter(s -> s.state() == SourceHealth.State.SILENT).count();
    long skewed = all.stream().filter(this::skewed).count();
    String access = "event.dataset:dvc.motcua AND _exists_:user.name";
    long accesses = count(access, now);
    long complete =
        count(
            access + " AND _exists_:source.ip AND _exists_:source.port AND _exists_:event.action",
            now);
    String checks = "event.action:xac_minh_chu_ky";
    long checked = count(checks, now);
    return List.of(
        FigureGroup.atLeast("sources.active", "Nguồn nhật ký đang gửi", active, 1, "", "/sources"),
        FigureGroup.none("sources.silent", "Nguồn nhật ký im lặng", silent, "/sources"),
        FigureGroup.share(
            "fields.access",
            "Nhật ký truy cập đủ tài khoản, địa chỉ, cổng nguồn, thao tác",
            complete,
            accesses,
            95,
            "/search?q=" + encoded(access)),
        FigureGroup.none("sources.skew", "Nguồn lệch giờ quá ngưỡng", skewed, "/sources"),
        FigureGroup.atLeast(
            "retention.setting",
            "Thời gian lưu nhật ký được cấu hình",
            settings.store().retention().toDays(),
            LEAST_DAYS,
            " ngày",
            "/sources"),
        reached(now),
        free(),
        new Figure(
            "signature.checks",
            "Số lần xác minh chữ ký số ghi nhận trong 30 ngày",
            String.valueOf(checked),
            "> 0",
            checked > 0 ? Assessment.MET : Assessment.NO_DATA,
            "/search?q=" + encoded(checks)));
  }

  private boolean skewed(SourceStats stats) {
    Duration tolerance =
        sources.find(stats.source()).map(LogSource::skewTolerance).orElse(LogSource.DEFAULT_SKEW);
    return stats.lastSeen().isPresent() && stats.skew().abs().compareTo(tolerance) > 0;
  }

  private Figure reached(Instant now) {
    List<EventStore.Partition> partitions = events.partitions();
    long days =
        partitions.isEmpty() ? 0 : Duration.between(partitions.getFirst().from(), now).toDays() + 1;
    return FigureGroup.atLeast(
        "retention.reached", "Nhật ký cũ nhất còn giữ", days, LEAST_DAYS, " ngày", "/search");
  }

  private Figure free() {
    try {
      FileStore store = Files.getFileStore(settings.folder("."));
      long percent = store.getUsableSpace() * 100 / Math.max(1, store.getTotalSpace());
      return new Figure(
          "disk.free",
          "Dung lượng trống của kho nhật ký",
          percent + "%",
          "≥ 10%",
          percent >= 10 ? Assessment.MET : Assessment.UNMET,
          "/sources");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see the disk of " + settings.folder("."), e);
    }
  }

  private long count(String query, Instant now) {
    TimeRange range = new TimeRange(now.minus(LOOKED_AT), now.plusSeconds(60));
    return events.count(new EventQuery(query, range, OrganizationScope.PROVINCE));
  }

  private static String encoded(String query) {
    return java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8);
  }
}
