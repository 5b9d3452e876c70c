package vn.lachan.app.sources;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.health.Outage;
import vn.lachan.collector.health.SourceNotice;
import vn.lachan.collector.health.Trouble;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Unit;

/** What is noticed about log sources, in sentences for people. */
@Component
public class SourceTexts {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("HH:mm dd/MM/yyyy");

  private final LogSources sources;
  private final Registry registry;

  SourceTexts(LogSources sources, Registry registry) {
    this.sources = sources;
    this.registry = registry;
  }

  /** One sentence for people. */
  String of(SourceNotice notice) {
    return switch (notice) {
      case SourceNotice.FellSilent(_, Outage outage, _) ->
          switch (outage.kind()) {
            case SOURCE ->
                "Nguồn %s không gửi gì từ %s."
                    .formatted(name(outage.sources().first()), moment(outage.began()));
            case UNIT ->
                "Mọi nguồn của %s im lặng từ %s: %s."
                    .formatted(
                        unitName(outage.unit()), moment(outage.began()), names(outage.sources()));
            case MANY ->
                "%d nguồn của nhiều đơn vị cùng im lặng từ %s, có thể do đường vào nền tảng: %s."
                    .formatted(
                        outage.sources().size(), moment(outage.began()), names(outage.sources()));
          };
      case SourceNotice.CameBack(Instant at, Outage outage, String source) ->
          "Nguồn %s gửi lại lúc %s.%s".formatted(name(source), moment(at), rest(outage));
      case SourceNotice.WasRemoved(_, Outage outage, String source) ->
          "Nguồn %s không còn trong cấu hình.%s".formatted(source, rest(outage));
      case SourceNotice.Began(_, Trouble trouble) -> of(trouble) + ".";
      case SourceNotice.Ended(_, Trouble trouble) -> "Đã hết: " + of(trouble) + ".";
    };
  }

  /** What is wrong, without a full stop. */
  public String of(Trouble trouble) {
    String name = name(trouble.source());
    return switch (trouble.kind()) {
      case DROP ->
          String.format(
              Locale.ROOT,
              "nguồn %s chỉ gửi %.0f dòng trong 15 phút, thường ít nhất %.0f",
              name,
              trouble.value(),
              trouble.usual());
      case SKEW ->
          String.format(
              Locale.ROOT,
              "đồng hồ của nguồn %s lệch %+.0f giây, cho phép %.0f",
              name,
              trouble.value(),
              trouble.usual());
      case UNPARSED ->
          String.format(
              Locale.ROOT,
              "%.0f%% dòng của nguồn %s không hiểu được, thường %.0f%%",
              trouble.value() * 100,
              name,
              trouble.usual() * 100);
      case FIELD ->
          String.format(
              Locale.ROOT,
              "chỉ %.0f%% sự kiện của nguồn %s còn trường %s, thường %.0f%%",
              trouble.value() * 100,
              name,
              trouble.field(),
              trouble.usual() * 100);
    };
  }

  private String rest(Outage outage) {
    return outage.silent().isEmpty() ? "" : " Còn im lặng: " + names(outage.silent()) + ".";
  }

  private String names(java.util.Collection<String> ids) {
    List<String> names = ids.stream().map(this::name).toList();
    int shown = Math.min(names.size(), 20);
    String text = String.join(", ", names.subList(0, shown));
    return names.size() > shown ? text + " và " + (names.size() - shown) + " nguồn khác" : text;
  }

  /** What people call a source. */
  public String name(String id) {
    return sources.find(id).map(LogSource::name).orElse(id);
  }

  private String unitName(String code) {
    return registry.unit(code).map(Unit::name).orElse(code);
  }

  private static String moment(Instant at) {
    return MOMENT.format(at.atZone(ZONE));
  }
}
