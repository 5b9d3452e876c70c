package vn.lachan.backup.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.retention.RetentionPolicy;
import vn.lachan.backup.retention.Span;

/**
 * How long snapshots of a plan are kept.
 *
 * @param policy what decides; {@link RetentionPolicy#KEEP_ALL} keeps everything
 * @param keepDrilled so many snapshots that a drill has proven always remain
 */
public record PlanRetention(RetentionPolicy policy, int keepDrilled) {

  public static final PlanRetention KEEP_ALL = new PlanRetention(RetentionPolicy.KEEP_ALL, 1);

  public PlanRetention {
    if (keepDrilled < 0) {
      throw new IllegalArgumentException("keepDrilled is not negative");
    }
  }

  /** Reads {@code 30 ngày} or {@code 1y6m}: everything so young is kept; blank keeps everything. */
  public static Optional<PlanRetention> parse(String text) {
    if (text.isBlank()) {
      return Optional.of(KEEP_ALL);
    }
    String span = text.strip().replaceFirst("^([0-9]{1,6})\\s*ngày$", "$1d");
    return Span.parse(span)
        .filter(read -> days(read) > 0)
        .map(read -> of(0, 0, 0, 0, 0, 0, read, 1));
  }

  /** Keeps everything younger than {@code days}. */
  public static PlanRetention days(int days) {
    return of(0, 0, 0, 0, 0, 0, new Span(0, 0, days, 0), 1);
  }

  static PlanRetention of(
      int last,
      int hourly,
      int daily,
      int weekly,
      int monthly,
      int yearly,
      Span within,
      int keepDrilled) {
    return new PlanRetention(
        new RetentionPolicy(
            last, hourly, daily, weekly, monthly, yearly, within, Span.NONE, Span.NONE, Span.NONE,
            Span.NONE, Span.NONE, List.of()),
        keepDrilled);
  }

  /** Whether nothing is ever forgotten. */
  public boolean keepsAll() {
    return policy.isEmpty();
  }

  /** The same, but never less than the level of the system asks for. */
  public PlanRetention atLeast(LevelDuty duty) {
    if (keepsAll()) {
      return new PlanRetention(policy, Math.max(keepDrilled, duty.keepDrilled()));
    }
    int owed = Math.toIntExact(duty.keepFor().toDays());
    Span within = days(policy.within()) >= owed ? policy.within() : new Span(0, 0, owed, 0);
    return of(
        policy.last(),
        policy.hourly(),
        policy.daily(),
        policy.weekly(),
        policy.monthly(),
        policy.yearly(),
        within,
        Math.max(keepDrilled, duty.keepDrilled()));
  }

  /** In which ways this keeps less than {@code other}, in Vietnamese; empty when in none. */
  public List<String> weakerThan(PlanRetention other) {
    List<String> ways = new ArrayList<>();
    if (!keepsAll() && other.keepsAll()) {
      ways.add("trước giữ tất cả, nay chỉ giữ " + describe());
    } else if (!keepsAll()) {
      fewer(ways, "bản mới nhất", policy.last(), other.policy.last());
      fewer(ways, "giờ", policy.hourly(), other.policy.hourly());
      fewer(ways, "ngày", policy.daily(), other.policy.daily());
      fewer(ways, "tuần", policy.weekly(), other.policy.weekly());
      fewer(ways, "tháng", policy.monthly(), other.policy.monthly());
      fewer(ways, "năm", policy.yearly(), other.policy.yearly());
      long now = days(policy.within());
      long before = days(other.policy.within());
      if (now < before) {
        ways.add("thời gian giữ tất cả giảm từ %d còn %d ngày".formatted(before, now));
      }
    }
    fewer(ways, "bản đã diễn tập đạt", keepDrilled, other.keepDrilled);
    return ways;
  }

  private static void fewer(List<String> ways, String what, int now, int before) {
    if (now < before) {
      ways.add("số %s được giữ giảm từ %d còn %d".formatted(what, before, now));
    }
  }

  private static long days(Span span) {
    return span.years() * 365L + span.months() * 30L + span.days() + span.hours() / 24;
  }

  /** For people, in Vietnamese. */
  public String describe() {
    if (keepsAll()) {
      return "giữ tất cả";
    }
    List<String> parts = new ArrayList<>();
    add(parts, policy.last(), "bản mới nhất");
    add(parts, policy.hourly(), "giờ");
    add(parts, policy.daily(), "ngày");
    add(parts, policy.weekly(), "tuần");
    add(parts, policy.monthly(), "tháng");
    add(parts, policy.yearly(), "năm");
    long all = days(policy.within());
    if (all > 0) {
      parts.add("mọi bản trong " + all + " ngày");
    }
    return String.join(", ", parts) + "; luôn còn " + keepDrilled + " bản đã diễn tập đạt";
  }

  private static void add(List<String> parts, int number, String unit) {
    if (number > 0) {
      parts.add(number + " " + unit);
    }
  }
}
