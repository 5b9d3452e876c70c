package vn.lachan.backup.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import vn.lachan.backup.Upkeep;
import vn.lachan.backup.retention.ForgetOutcome;
import vn.lachan.backup.retention.ForgetRequest;
import vn.lachan.backup.retention.ForgetRequest.GroupBy;
import vn.lachan.backup.retention.RetentionPolicy;
import vn.lachan.backup.retention.Span;

/** Removes snapshots a policy does not keep. Exit 1 when it refuses. */
final class ForgetWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(
        Accepted.ANY,
        "accept-times",
        "dry-run",
        "group-by",
        "host",
        "keep-daily",
        "keep-drilled",
        "keep-hourly",
        "keep-last",
        "keep-monthly",
        "keep-tag",
        "keep-weekly",
        "keep-within",
        "keep-within-daily",
        "keep-within-hourly",
        "keep-within-monthly",
        "keep-within-weekly",
        "keep-within-yearly",
        "keep-yearly",
        "path",
        "tag",
        "tolerance");
  }

  @Override
  public int run(Call call) {
    ForgetRequest request = request(call.given());
    return switch (new Upkeep(call.audit(), call.clock())
        .forget(call.place(), request, call.drills().proven(), call.actor())) {
      case ForgetOutcome.Refused refused -> {
        refused.reasons().forEach(call::complain);
        yield 1;
      }
      case ForgetOutcome.Decided decided -> {
        decided.verdicts().forEach(verdict -> show(call, verdict));
        int removed = decided.removed().size();
        call.output()
            .write(
                "%s %d ảnh chụp, giữ %d"
                    .formatted(
                        decided.dryRun() ? "Thử: sẽ xoá" : "Đã xoá",
                        removed,
                        decided.verdicts().size() - removed),
                "removed",
                removed,
                "kept",
                decided.verdicts().size() - removed,
                "dryRun",
                decided.dryRun());
        yield 0;
      }
    };
  }

  private static void show(Call call, RetentionPolicy.Verdict verdict) {
    call.output()
        .write(
            "%s  %s  %s  %s  %s"
                .formatted(
                    verdict.isKept() ? "giữ" : "xoá",
                    verdict.snapshot().id().shortText(),
                    verdict.snapshot().time(),
                    verdict.snapshot().hostname(),
                    String.join(", ", verdict.reasons())),
            "snapshot",
            verdict.snapshot().id().toString(),
            "at",
            verdict.snapshot().at().toString(),
            "keep",
            verdict.isKept(),
            "reasons",
            verdict.reasons());
  }

  private static ForgetRequest request(CommandArguments given) {
    RetentionPolicy policy =
        new RetentionPolicy(
            given.number("keep-last", 0),
            given.number("keep-hourly", 0),
            given.number("keep-daily", 0),
            given.number("keep-weekly", 0),
            given.number("keep-monthly", 0),
            given.number("keep-yearly", 0),
            span(given, "keep-within"),
            span(given, "keep-within-hourly"),
            span(given, "keep-within-daily"),
            span(given, "keep-within-weekly"),
            span(given, "keep-within-monthly"),
            span(given, "keep-within-yearly"),
            given.all("keep-tag").stream().map(t -> Set.of(t.split(","))).toList());
    if (policy.isEmpty() && given.words().isEmpty()) {
      throw new WrongUsageException("thiếu quy tắc giữ (--keep-...) hoặc mã ảnh chụp cần xoá");
    }
    return new ForgetRequest(
        policy,
        given.words(),
        groupBy(given),
        given.all("host"),
        given.all("tag"),
        given.all("path"),
        given.number("keep-drilled", 1),
        given.duration("tolerance", ForgetRequest.LONGEST_BACKUP),
        given.has("accept-times"),
        given.has("dry-run"));
  }

  private static Span span(CommandArguments given, String name) {
    return given
        .first(name)
        .map(text ->
            Span.parse(text)
                .orElseThrow(() ->
                    new WrongUsageException("--" + name + " phải viết như 1y5m7d2h: " + text)))
        .orElse(Span.NONE);
  }

  private static Set<GroupBy> groupBy(CommandArguments given) {
    Set<GroupBy> groups = EnumSet.noneOf(GroupBy.class);
    for (String word : List.of(given.first("group-by").orElse("host,paths").split(","))) {
      if (!word.isBlank()) {
        try {
          groups.add(GroupBy.valueOf(word.strip().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
          throw new WrongUsageException("--group-by chỉ nhận host, paths, tags");
        }
      }
    }
    return groups;
  }
}
