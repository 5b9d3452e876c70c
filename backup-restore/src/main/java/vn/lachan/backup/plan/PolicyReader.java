package vn.lachan.backup.plan;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import vn.lachan.backup.backend.WeekDays;
import vn.lachan.backup.retention.Span;

/** Reads by what rules a plan is carried out. */
final class PolicyReader {

  static final Set<String> KEYS =
      Set.of(
          "owner",
          "level",
          "schedule",
          "retention",
          "blackout",
          "retries",
          "late-after",
          "shrink-alert");
  private static final Set<String> RETENTION =
      Set.of("last", "hourly", "daily", "weekly", "monthly", "yearly", "within", "keep-drilled");
  private static final int MOST = 100_000;

  private final PlanFields plan;
  private final List<PlanProblem> problems;
  private final CronRule rule;

  PolicyReader(PlanFields plan, List<PlanProblem> problems, CronRule rule) {
    this.plan = plan;
    this.problems = problems;
    this.rule = rule;
  }

  PlanPolicy read() {
    PlanRetention retention = retention();
    return new PlanPolicy(
        plan.text("owner"),
        plan.number("level", 1, 5, 0),
        schedule(retention),
        retention,
        plan.items("blackout").stream().flatMap(this::window).toList(),
        retries(),
        plan.duration("late-after"),
        shrink());
  }

  private int shrink() {
    String text = plan.text("shrink-alert").strip();
    if (!plan.has("shrink-alert")) {
      return PlanPolicy.SHRINK_ALERT;
    }
    int percent = text.matches("[0-9]{1,3}%") ? Integer.parseInt(text.replace("%", "")) : 0;
    if (percent < 1 || percent > 100) {
      plan.problem(plan.at("shrink-alert"), "shrink-alert là từ 1% đến 100%: " + text);
      return PlanPolicy.SHRINK_ALERT;
    }
    return percent;
  }

  private PlanSchedule schedule(PlanRetention retention) {
    Optional<Node> value = plan.value("schedule");
    boolean upkeep = !retention.keepsAll();
    if (value.isEmpty()) {
      return PlanSchedule.NONE;
    }
    if (value.get() instanceof ScalarNode) {
      String cron = plan.text("schedule").strip();
      return cron.isEmpty() || wrong(plan, "schedule", cron)
          ? PlanSchedule.NONE
          : PlanSchedule.standard(cron, upkeep);
    }
    Set<String> words =
        Stream.of(PlanDuty.values()).map(PlanDuty::word).collect(Collectors.toSet());
    PlanFields fields = new PlanFields(plan.file(), value.get(), words, problems);
    String backup = fields.text("backup").strip();
    Map<PlanDuty, String> times = new EnumMap<>(PlanDuty.class);
    times.putAll(PlanSchedule.standard(backup, upkeep).times());
    for (PlanDuty duty : PlanDuty.values()) {
      String cron = fields.text(duty.word()).strip();
      if (cron.equals("none")) {
        times.remove(duty);
      } else if (!cron.isEmpty() && !wrong(fields, duty.word(), cron)) {
        times.put(duty, cron);
      }
    }
    return new PlanSchedule(times);
  }

  private boolean wrong(PlanFields fields, String key, String cron) {
    int count = cron.split("\\s+").length;
    Optional<String> reason =
        count == 6 || count == 7
            ? rule.problem(cron).map(r -> "lịch cron sai: " + cron + ": " + r)
            : Optional.of("lịch cron có 6 hoặc 7 trường (giây phút giờ ngày tháng thứ [năm])");
    reason.ifPresent(text -> fields.problem(fields.at(key), key + ": " + text));
    return reason.isPresent();
  }

  private PlanRetention retention() {
    Optional<Node> value = plan.value("retention");
    if (value.isEmpty()) {
      return PlanRetention.KEEP_ALL;
    }
    if (value.get() instanceof ScalarNode) {
      Optional<PlanRetention> read = PlanRetention.parse(plan.text("retention"));
      if (read.isEmpty()) {
        plan.problem(
            plan.at("retention"),
            "retention là \"30 ngày\" hoặc các khoá last, hourly, daily, weekly, monthly, yearly,"
                + " within, keep-drilled");
      }
      return read.orElse(PlanRetention.KEEP_ALL);
    }
    PlanFields fields = new PlanFields(plan.file(), value.get(), RETENTION, problems);
    String within = fields.text("within").strip();
    Optional<Span> span = within.isEmpty() ? Optional.of(Span.NONE) : Span.parse(within);
    if (span.isEmpty()) {
      fields.problem(fields.at("within"), "within viết như 30d hoặc 1y6m: " + within);
    }
    PlanRetention read =
        PlanRetention.of(
            fields.number("last", 0, MOST, 0),
            fields.number("hourly", 0, MOST, 0),
            fields.number("daily", 0, MOST, 0),
            fields.number("weekly", 0, MOST, 0),
            fields.number("monthly", 0, MOST, 0),
            fields.number("yearly", 0, MOST, 0),
            span.orElse(Span.NONE),
            fields.number("keep-drilled", 0, 1000, 1));
    if (read.keepsAll() && span.isPresent() && fields.has("keep-drilled")) {
      return read;
    }
    if (read.keepsAll()) {
      fields.problem("retention chưa nói giữ gì: cần ít nhất một số lớn hơn 0");
    }
    return read;
  }

  private RunRetries retries() {
    Optional<Node> value = plan.value("retries");
    if (value.isEmpty()) {
      return RunRetries.DEFAULT;
    }
    PlanFields fields = new PlanFields(plan.file(), value.get(), Set.of("times", "wait"), problems);
    Duration pause = fields.duration("wait").orElse(RunRetries.DEFAULT.pause());
    return new RunRetries(fields.number("times", 0, 20, RunRetries.DEFAULT.times()), pause);
  }

  private Stream<BlackoutWindow> window(Node node) {
    PlanFields fields = new PlanFields(plan.file(), node, Set.of("days", "from", "to"), problems);
    Set<DayOfWeek> days = WeekDays.parse(fields.has("days") ? fields.text("days") : "T2-CN");
    if (days.isEmpty()) {
      fields.problem(fields.at("days"), "days là T2 đến T7, CN, hoặc một khoảng như T2-T6");
      return Stream.empty();
    }
    List<LocalTime> ends = new ArrayList<>();
    for (String key : List.of("from", "to")) {
      try {
        ends.add(LocalTime.parse(fields.text(key)));
      } catch (DateTimeException e) {
        fields.problem(fields.at(key), key + " là giờ như \"07:00\": " + fields.text(key));
      }
    }
    return ends.size() == 2
        ? Stream.of(new BlackoutWindow(days, ends.getFirst(), ends.getLast()))
        : Stream.empty();
  }
}
