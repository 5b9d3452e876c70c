package vn.lachan.app.sources;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import vn.lachan.collector.health.Outage;
import vn.lachan.collector.health.SourceNotice;
import vn.lachan.collector.health.Trouble;

/** What is noticed about log sources, as events; the fields are in docs/formats/event-fields.md. */
@Component
class SourceEvents {
  /** Stands for the unit when it is several. */
  static final String MANY = "nhieu-don-vi";

  private final SourceTexts texts;

  SourceEvents(SourceTexts texts) {
    this.texts = texts;
  }

  Map<String, Object> of(SourceNotice notice) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("@timestamp", notice.at().toString());
    switch (notice) {
      case SourceNotice.FellSilent(Instant at, Outage outage, Duration usual) -> {
        event.put("event.id", "im-" + outage.id());
        event.put("event.action", began(outage));
        outage(event, outage, at);
        event.put("lachan.outage.expected_seconds", usual.toSeconds());
      }
      case SourceNotice.CameBack(Instant at, Outage outage, String source) -> {
        event.put("event.id", "lai-" + outage.id() + "-" + source + "-" + at.getEpochSecond());
        event.put("event.action", outage.silent().isEmpty() ? over(outage) : "nguon_tro_lai");
        outage(event, outage, at);
        source(event, source);
      }
      case SourceNotice.WasRemoved(Instant at, Outage outage, String source) -> {
        event.put("event.action", "nguon_bo_khoi_cau_hinh");
        outage(event, outage, at);
        source(event, source);
      }
      case SourceNotice.Began(_, Trouble trouble) -> trouble(event, trouble, "bat_dau");
      case SourceNotice.Ended(_, Trouble trouble) -> trouble(event, trouble, "het");
    }
    event.put("message", texts.of(notice));
    return event;
  }

  private static String began(Outage outage) {
    return switch (outage.kind()) {
      case SOURCE -> "nguon_im_lang";
      case UNIT -> "don_vi_im_lang";
      case MANY -> "nhieu_don_vi_im_lang";
    };
  }

  private static String over(Outage outage) {
    return switch (outage.kind()) {
      case SOURCE -> "nguon_tro_lai";
      case UNIT -> "don_vi_tro_lai";
      case MANY -> "nhieu_don_vi_tro_lai";
    };
  }

  private void outage(Map<String, Object> event, Outage outage, Instant at) {
    event.put("lachan.outage.id", outage.id());
    event.put("lachan.outage.scope", scope(outage));
    event.put("lachan.outage.sources", outage.sources().stream().map(texts::name).toList());
    event.put("lachan.outage.silent", outage.silent().stream().map(texts::name).toList());
    event.put("lachan.outage.seconds", Duration.between(outage.began(), at).toSeconds());
    if (outage.kind() == Outage.Kind.SOURCE) {
      source(event, outage.sources().first());
    }
    unit(event, outage.unit());
  }

  /** What the alerts of an outage are about: the source, the unit, or all. */
  static String scope(Outage outage) {
    return switch (outage.kind()) {
      case SOURCE -> outage.sources().first();
      case UNIT -> outage.unit();
      case MANY -> MANY;
    };
  }

  private static void unit(Map<String, Object> event, String unit) {
    if (!unit.isEmpty()) {
      event.put("organization.id", unit);
    }
  }

  private void source(Map<String, Object> event, String source) {
    event.put("lachan.source.id", source);
    event.put("lachan.source.name", texts.name(source));
  }

  private static void trouble(Map<String, Object> event, Trouble trouble, String stage) {
    event.put("event.action", action(trouble));
    event.put("lachan.source.id", trouble.source());
    event.put("lachan.source.stage", stage);
    event.put("lachan.source.value", trouble.value());
    event.put("lachan.source.usual", trouble.usual());
    if (!trouble.field().isEmpty()) {
      event.put("lachan.source.field", trouble.field());
    }
    unit(event, trouble.unit());
  }

  private static String action(Trouble trouble) {
    return switch (trouble.kind()) {
      case DROP -> "nguon_giam_dot_ngot";
      case SKEW -> "nguon_lech_gio";
      case UNPARSED -> "nguon_khong_hieu";
      case FIELD -> "nguon_thieu_truong";
    };
  }
}
