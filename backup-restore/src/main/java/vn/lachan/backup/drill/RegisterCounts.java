package vn.lachan.backup.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.backup.source.DumpRecord;
import vn.lachan.backup.source.LiveRegister;

/**
 * How many dossiers a register has at its backup, restored and live.
 *
 * <p>The live one goes on after the backup, so that it has more proves nothing. That it has fewer
 * does not happen where nobody deletes dossiers, and that it has many more than before hints at a
 * plan that backs up another database than the one in use: both are said, neither fails the drill.
 */
final class RegisterCounts {

  private static final long PLAUSIBLE = 1_000;
  private static final long MONTH = 30;

  private RegisterCounts() {}

  /** The source a dump came from, where the plan says how its register is counted. */
  static Optional<BackupSource> source(BackupPlan plan, String path) {
    return plan.sources().stream()
        .filter(source -> path.startsWith("/" + source.id() + "/"))
        .filter(LiveRegister::isCounted)
        .findFirst();
  }

  /** The query that counts it in a database that came back; a program counts the live one only. */
  static Optional<String> query(BackupSource source) {
    return source instanceof BackupSource.PostgresDump dump ? dump.register() : Optional.empty();
  }

  /**
   * The three counts.
   *
   * @param restored what the database that came back says; empty where none can be asked
   * @param live what the live database says; empty when it is not asked
   * @param age how long ago the backup was
   */
  static DrillProof.Register of(
      DumpRecord record, OptionalLong restored, Optional<LiveRegister.Answer> live, Duration age) {
    Long before = record.register().isPresent() ? record.register().getAsLong() : null;
    Long back = restored.isPresent() ? restored.getAsLong() : null;
    if (live.isEmpty()) {
      return new DrillProof.Register(before, back, null, "", List.of());
    }
    return switch (live.get()) {
      case LiveRegister.Unknown(String reason) ->
          new DrillProof.Register(before, back, null, reason, List.of());
      case LiveRegister.Count(long now) ->
          new DrillProof.Register(
              before, back, now, "", before == null ? List.of() : warnings(before, now, age));
    };
  }

  private static List<String> warnings(long before, long now, Duration age) {
    List<String> warnings = new ArrayList<>();
    if (now < before) {
      warnings.add(
          "sổ đang dùng có %d hồ sơ, ít hơn lúc sao lưu (%d): hồ sơ bị xóa, hoặc kế hoạch chỉ vào cơ sở dữ liệu khác"
              .formatted(now, before));
    }
    long months = age.toDays() / MONTH + 1;
    if (now - before > Math.max(PLAUSIBLE, before / 2) * months) {
      warnings.add(
          "sổ đang dùng có %d hồ sơ, lúc sao lưu %d ngày trước chỉ có %d: tăng bất thường, xem kế hoạch có sao lưu đúng cơ sở dữ liệu đang dùng"
              .formatted(now, age.toDays(), before));
    }
    return warnings;
  }
}
