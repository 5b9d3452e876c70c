package vn.lachan.detection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import vn.lachan.detection.baseline.Deviation;
import vn.lachan.detection.correlation.CorrelationRule;
import vn.lachan.detection.correlation.Hit;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.detection.match.RuleMatcher;
import vn.lachan.detection.sigma.Comparison;
import vn.lachan.detection.sigma.SigmaBaseline;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.detection.sigma.SigmaParser;
import vn.lachan.detection.sigma.SigmaRule;
import vn.lachan.events.EcsField;
import vn.lachan.events.Event;

/** Writes alerts: their ids, their values, and the sentence that people read (in Vietnamese). */
final class AlertWriter {
  private static final int MAX_FIELDS = 20;
  private static final int MAX_VALUE = 200;
  private static final int VALUES_IN_REASON = 4;
  private static final int ID_DIGITS = 32;

  /** What an alert is about, when its rule does not say. */
  private static final List<String> ENTITIES =
      List.of(
          EcsField.USER_NAME,
          EcsField.SOURCE_IP,
          "dxp.client.id",
          EcsField.HOST_NAME,
          "TargetUserName",
          "SubjectUserName",
          "User",
          "IpAddress",
          "Computer",
          EcsField.LOG_SOURCE);

  private final RuleSet rules;
  private final RuleMatcher matcher;
  private final Clock clock;

  AlertWriter(RuleSet rules, RuleMatcher matcher, Clock clock) {
    this.rules = rules;
    this.matcher = matcher;
    this.clock = clock;
  }

  Alert of(int number, Event event, FieldSource source) {
    RuleInfo info = rules.info(number);
    SigmaRule rule = rules.eventRules().get(number);
    Map<String, String> values = new LinkedHashMap<>();
    rule.fieldNames().forEach(field -> put(values, field, source));
    rule.header().fields().forEach(field -> put(values, field, source));
    String entity = entity(info, source, Map.of());
    String reason = info.title() + tail(mostTelling(info, values, source));
    String id = id(info, event.id());
    return alert(id, info, event, event.timestamp(), reason, entity, values, List.of(event.id()));
  }

  Alert of(int number, Hit hit, Event event, FieldSource source) {
    RuleInfo info = rules.info(number);
    CorrelationRule rule = rules.correlations().get(hit.rule());
    Map<String, String> values = new LinkedHashMap<>();
    List<String> names = rule.rule().groupBy();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), shortened(hit.group().get(i)));
    }
    String sentence = info.title() + ": " + what(rule.rule(), hit) + tail(values);
    Map<String, String> group = Map.copyOf(values);
    values.put("lachan.measured", hit.measured().toPlainString());
    values.put("lachan.events", String.valueOf(hit.events()));
    rule.rule().header().fields().forEach(field -> put(values, field, source));
    ENTITIES.forEach(field -> put(values, field, source));
    String id = id(info, String.join("\0", hit.group()) + '\0' + hit.trigger());
    return alert(
        id,
        info,
        event,
        Instant.ofEpochMilli(hit.until()),
        sentence,
        entity(info, source, group),
        values,
        hit.eventIds());
  }

  /** An event that is not as usual. */
  Alert of(Deviation deviation, Event event, FieldSource source) {
    RuleInfo info = rules.info(deviation.rule());
    Alert about =
        alert(deviation, source, event.organization(), event.text(EcsField.EVENT_DATASET));
    Map<String, String> values = new LinkedHashMap<>(about.fields());
    rules
        .eventRules()
        .get(deviation.rule())
        .fieldNames()
        .forEach(field -> put(values, field, source));
    info.custom().getOrDefault("entity", List.of()).forEach(field -> put(values, field, source));
    return about.withFields(values);
  }

  /** Something that stays away; {@code known} are the values of its key. */
  Alert of(Deviation overdue, Map<String, String> known) {
    MapSource source = new MapSource(new LinkedHashMap<>(known));
    return alert(overdue, source, overdue.organization(), overdue.dataset());
  }

  private Alert alert(
      Deviation deviation, FieldSource source, String organization, String dataset) {
    RuleInfo info = rules.info(deviation.rule());
    SigmaRule rule = rules.eventRules().get(deviation.rule());
    SigmaBaseline what = rule.baseline().orElseThrow();
    Map<String, String> group = new LinkedHashMap<>();
    for (int i = 0; i < what.key().size(); i++) {
      group.put(what.key().get(i), shortened(deviation.key().get(i)));
    }
    Map<String, String> values = new LinkedHashMap<>(group);
    if (what.kind().needsField() && !deviation.overdue()) {
      put(values, what.field(), source);
    }
    values.put("lachan.measured", BaselineWords.plain(deviation.measured()));
    values.put("lachan.limit", BaselineWords.plain(deviation.limit()));
    values.put("lachan.events", String.valueOf(deviation.events()));
    rule.header().fields().forEach(field -> put(values, field, source));
    String sentence = info.title() + ": " + BaselineWords.sentence(what, deviation) + tail(group);
    String occasion = String.join("\0", deviation.key()) + '\0' + deviation.trigger();
    return new Alert(
        id(info, occasion),
        info.id(),
        info.version(),
        info.title(),
        info.level(),
        sentence,
        Instant.ofEpochMilli(deviation.until()),
        clock.instant(),
        organization,
        entity(info, source, group),
        dataset,
        info.tags(),
        values,
        deviation.eventIds());
  }

  private Alert alert(
      String id,
      RuleInfo info,
      Event event,
      Instant at,
      String reason,
      String entity,
      Map<String, String> values,
      List<String> eventIds) {
    return new Alert(
        id,
        info.id(),
        info.version(),
        info.title(),
        info.level(),
        reason,
        at,
        clock.instant(),
        event.organization(),
        entity,
        event.text(EcsField.EVENT_DATASET),
        info.tags(),
        values,
        eventIds);
  }

  static String id(RuleInfo info, String occasion) {
    return SigmaParser.digest(info.id() + '\0' + info.version() + '\0' + occasion)
        .substring(0, ID_DIGITS);
  }

  private void put(Map<String, String> values, String field, FieldSource source) {
    String text = values.size() < MAX_FIELDS ? Engine.text(matcher.value(source, field)) : null;
    if (text != null && !text.isEmpty()) {
      values.putIfAbsent(field, shortened(text));
    }
  }

  private static String shortened(String text) {
    return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…";
  }

  private String entity(RuleInfo info, FieldSource source, Map<String, String> group) {
    List<String> names = new ArrayList<>(info.custom().getOrDefault("entity", List.of()));
    names.addAll(group.keySet().stream().filter(ENTITIES::contains).sorted().toList());
    names.addAll(ENTITIES);
    for (String name : names) {
      String text = group.get(name);
      text = text == null ? Engine.text(matcher.value(source, name)) : text;
      if (text != null && !text.isEmpty()) {
        return shortened(text);
      }
    }
    return "";
  }

  /** Who and from where first, then what the rule looked at. */
  private Map<String, String> mostTelling(
      RuleInfo info, Map<String, String> values, FieldSource source) {
    SequencedSet<String> names =
        new LinkedHashSet<>(info.custom().getOrDefault("entity", List.of()));
    names.add(EcsField.USER_NAME);
    names.add(EcsField.SOURCE_IP);
    names.addAll(values.keySet());
    Map<String, String> result = new LinkedHashMap<>();
    for (String name : names) {
      String text = Engine.text(matcher.value(source, name));
      if (text != null && !text.isEmpty() && result.size() < VALUES_IN_REASON) {
        result.put(name, shortened(text));
      }
    }
    return result;
  }

  private static String tail(Map<String, String> values) {
    return values.isEmpty()
        ? "."
        : values.entrySet().stream()
            .map(value -> value.getKey() + " = " + value.getValue())
            .collect(Collectors.joining(", ", " (", ")."));
  }

  private String what(SigmaCorrelation rule, Hit hit) {
    String fields = String.join(", ", rule.fields());
    String measured = hit.measured().toPlainString();
    String within = " trong " + span(Duration.ofMillis(hit.until() - hit.from()));
    String limit = limit(rule);
    return switch (rule.type()) {
      case EVENT_COUNT -> measured + " sự kiện" + within + limit;
      case VALUE_COUNT -> measured + " giá trị khác nhau của " + fields + within + limit;
      case VALUE_SUM -> "tổng " + fields + " là " + measured + within + limit;
      case VALUE_AVG -> "trung bình " + fields + " là " + measured + within + limit;
      case VALUE_PERCENTILE ->
          rule.percentile()
                  .map(which -> "phân vị " + which.toPlainString() + " của " + fields + " là ")
                  .orElse("tỷ lệ phần trăm của giá trị này trong " + fields + " là ")
              + measured
              + within
              + limit;
      case VALUE_MEDIAN -> "trung vị " + fields + " là " + measured + within + limit;
      case TEMPORAL -> "đủ các dấu hiệu " + titles(hit, ", ") + within;
      case TEMPORAL_ORDERED -> "lần lượt " + titles(hit, " → ") + within;
    };
  }

  private String titles(Hit hit, String separator) {
    return rules.correlations().get(hit.rule()).sources().stream()
        .map(number -> "“" + rules.info(number).title() + "”")
        .collect(Collectors.joining(separator));
  }

  private static String limit(SigmaCorrelation rule) {
    return rule.conditions().stream()
        .map(limit -> sign(limit.comparison()) + " " + limit.value().toPlainString())
        .collect(Collectors.joining(" và ", " (ngưỡng ", " trong " + span(rule.timespan()) + ")"));
  }

  private static String sign(Comparison comparison) {
    return switch (comparison) {
      case LT -> "<";
      case LTE -> "≤";
      case GT -> ">";
      case GTE -> "≥";
      case EQ -> "=";
      case NEQ -> "≠";
    };
  }

  /** A duration in the largest unit that says it exactly enough. */
  static String span(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return Math.max(seconds, 1) + " giây";
    }
    if (seconds < 3600) {
      return seconds % 60 == 0
          ? seconds / 60 + " phút"
          : seconds / 60 + " phút " + seconds % 60 + " giây";
    }
    if (seconds < 86_400 || seconds % 86_400 != 0) {
      long minutes = seconds % 3600 / 60;
      return seconds / 3600 + " giờ" + (minutes == 0 ? "" : " " + minutes + " phút");
    }
    return seconds / 86_400 + " ngày";
  }
}
