package vn.lachan.reports;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.drill.DrillPlan;
import vn.lachan.backup.drill.DrillProof;
import vn.lachan.backup.drill.DrillReport;

/** What a drill proved beyond files, in words for its minutes. */
final class DrillProofContent {

  private DrillProofContent() {}

  static Map<String, @Nullable Object> facts(DrillReport report) {
    DrillProof proof = report.proof();
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("number", proof.number());
    facts.put("planDigest", proof.planDigest());
    facts.put("publishedAt", proof.publishedAt());
    facts.put("seed", proof.seed());
    facts.put("sampleDigest", proof.sampleDigest());
    facts.put("units", proof.units());
    facts.put("ofUnits", proof.ofUnits());
    facts.put("extent", proof.whole() ? "Toàn bộ bản sao lưu" : "Mẫu phân tầng");
    facts.put(
        "includes",
        proof.includes().isEmpty()
            ? "Mọi thứ trong thư mục của kế hoạch"
            : "CHỈ " + String.join("; ", proof.includes()));
    facts.put("about", about(proof.about()));
    facts.put("by", proof.by());
    facts.put("newest", proof.recoveryPoint().newest());
    facts.put("newestSource", proof.recoveryPoint().source());
    facts.put("live", report.comparedWithLive());
    facts.put("signatures", signatures(proof.signatures()));
    facts.put("reports", proof.signatures().reportFolder());
    facts.put(
        "pauses",
        proof.pauses() == 0 ? "Không" : proof.pauses() + " lần; thời gian nghỉ không tính vào RTO");
    return facts;
  }

  private static String about(String about) {
    return about.startsWith("incident:")
        ? "Sự cố " + about.substring("incident:".length())
        : about.isEmpty() ? "Định kỳ hoặc theo lệnh" : about;
  }

  private static String signatures(DrillProof.Signatures signatures) {
    return signatures.checked()
        ? "%d chữ ký: %d hợp lệ, %d không hợp lệ, %d không xác định; hồ sơ ghi phải có %d"
            .formatted(
                signatures.all(),
                signatures.valid(),
                signatures.invalid(),
                signatures.undecidable(),
                signatures.expected())
        : "KHÔNG kiểm: " + (signatures.why().isEmpty() ? "chưa có số liệu" : signatures.why());
  }

  static Map<String, Object> stratum(DrillPlan.Stratum stratum) {
    return Map.of(
        "name", stratum.name(), "population", stratum.population(), "drawn", stratum.drawn());
  }

  static Map<String, @Nullable Object> target(DrillProof.Target target) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("place", target.number() + ". " + target.location());
    row.put(
        "snapshot", target.snapshot().isEmpty() ? "không có" : target.snapshot().substring(0, 8));
    row.put("files", target.files());
    row.put("first", duration(target.measures().first()));
    row.put("most", duration(target.measures().most()));
    row.put("all", duration(target.measures().all()));
    row.put("whole", duration(target.measures().whole()));
    row.put(
        "verdict",
        target.problems().isEmpty() ? "Đạt" : "Không đạt: " + String.join("; ", target.problems()));
    row.put("restic", restic(target.restic()));
    return row;
  }

  private static String restic(DrillProof.Restic restic) {
    return switch (restic.verdict()) {
      case PASSED ->
          "Đạt: "
              + restic.files()
              + " tệp cùng mã băm, "
              + duration(restic.took())
              + suffix(restic);
      case FAILED -> "KHÔNG đạt: " + restic.why();
      case SKIPPED -> "Không thử: " + restic.why();
    };
  }

  private static String suffix(DrillProof.Restic restic) {
    return (restic.version().isEmpty() ? "" : " (" + restic.version() + ")")
        + (restic.why().isEmpty() ? "" : "; " + restic.why());
  }

  static Map<String, Object> control(DrillProof.Control control) {
    return Map.of(
        "name",
        control.name(),
        "verdict",
        switch (control.caught()) {
          case CAUGHT -> "Phát hiện được";
          case MISSED -> "KHÔNG phát hiện";
          case NOT_APPLICABLE -> "Không áp dụng";
        },
        "how",
        control.how(),
        "subject",
        control.subject());
  }

  static List<Map<String, Object>> tallies(Map<String, DrillProof.Tally> tallies) {
    return tallies.entrySet().stream()
        .map(entry ->
            Map.<String, Object>of(
                "name", entry.getKey(),
                "valid", entry.getValue().valid(),
                "invalid", entry.getValue().invalid(),
                "undecidable", entry.getValue().undecidable()))
        .toList();
  }

  static Map<String, Object> database(DrillProof.Database database) {
    return Map.of(
        "dump",
        database.dump(),
        "tables",
        database.tables(),
        "rows",
        database.rows(),
        "register",
        register(database.register()),
        "verdict",
        verdict(database));
  }

  private static String verdict(DrillProof.Database database) {
    if (database.countedOnly()) {
      return "Chỉ đối chiếu sổ: bản kết xuất của chương trình khác, không khôi phục thử";
    }
    return database.problems().isEmpty() ? "Đạt" : String.join("; ", database.problems());
  }

  /** The three counts and what is odd about them; a dash where the plan does not count. */
  private static String register(DrillProof.@Nullable Register register) {
    if (register == null) {
      return "–";
    }
    String counts =
        "%s / %s / %s"
            .formatted(
                count(register.backedUp()), count(register.restored()), count(register.live()));
    String unknown =
        register.liveUnknown().isEmpty()
            ? ""
            : "; không hỏi được sổ đang dùng: " + register.liveUnknown();
    String warnings =
        register.warnings().isEmpty()
            ? ""
            : "; cảnh báo: " + String.join("; ", register.warnings());
    return counts + unknown + warnings;
  }

  private static String count(@Nullable Long dossiers) {
    return dossiers == null ? "–" : String.format(Locale.forLanguageTag("vi"), "%,d", dossiers);
  }

  /** Short times to the tenth of a second, since a small sample takes no longer. */
  private static String duration(@Nullable Duration duration) {
    if (duration == null) {
      return "chưa đạt";
    }
    if (duration.toSeconds() < 60) {
      return String.format(Locale.forLanguageTag("vi"), "%.1f giây", duration.toMillis() / 1000.0);
    }
    return duration.toMinutes() < 120
        ? "%d phút %d giây".formatted(duration.toMinutes(), duration.toSecondsPart())
        : "%d giờ %d phút".formatted(duration.toHours(), duration.toMinutesPart());
  }
}
