package vn.lachan.audit;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The words behind {@code lachan audit}. */
public final class AuditCommand {
  /** Exit code for an intact trail. */
  public static final int INTACT = 0;

  /** Exit code for a trail in which something is wrong. */
  public static final int BROKEN = 1;

  /** Exit code for words that cannot be understood or a file that is not there. */
  public static final int WRONG_USAGE = 2;

  private static final String USAGE =
      "Cách dùng: lachan audit verify TỆP_ZIP|THƯ_MỤC [--key KHÓA_CÔNG_KHAI] [--json]";
  private static final int MAX_FINDINGS = 100;

  /**
   * Runs {@code args}, the words after {@code audit}.
   *
   * @return 0 intact, 1 broken, 2 wrong usage; results go to {@code out}, the rest to {@code err}
   */
  public int run(List<String> args, PrintStream out, PrintStream err) {
    List<String> files = new ArrayList<>();
    Optional<String> key = Optional.empty();
    boolean json = false;
    if (args.isEmpty() || !args.getFirst().equals("verify")) {
      err.println(USAGE);
      return WRONG_USAGE;
    }
    for (int i = 1; i < args.size(); i++) {
      String word = args.get(i);
      if (word.equals("--json")) {
        json = true;
      } else if (word.equals("--key") && i + 1 < args.size()) {
        i++;
        key = Optional.of(args.get(i));
      } else if (word.startsWith("--")) {
        err.println("Không hiểu tham số: " + word + ". " + USAGE);
        return WRONG_USAGE;
      } else {
        files.add(word);
      }
    }
    if (files.size() != 1) {
      err.println(USAGE);
      return WRONG_USAGE;
    }
    return verify(files.getFirst(), key, json, out, err);
  }

  private static int verify(
      String file, Optional<String> key, boolean json, PrintStream out, PrintStream err) {
    AuditVerifier.Report report;
    try {
      report = new AuditVerifier(MAX_FINDINGS).verify(Path.of(file), key.map(Path::of));
    } catch (AuditTrailException e) {
      err.println("Không kiểm tra được: " + e.getMessage());
      return WRONG_USAGE;
    } catch (InvalidPathException e) {
      err.println("Không phải là đường dẫn: " + e.getInput());
      return WRONG_USAGE;
    }
    if (json) {
      printJson(file, report, out);
    } else {
      printText(file, report, out);
    }
    return report.intact() ? INTACT : BROKEN;
  }

  private static void printText(String file, AuditVerifier.Report report, PrintStream out) {
    out.println((report.intact() ? "NGUYÊN VẸN: " : "KHÔNG NGUYÊN VẸN: ") + file);
    out.println("Số bản ghi: " + report.records());
    out.println("Mã băm cuối: " + report.head());
    out.println(
        "Điểm chốt đã ký: %d, đến bản ghi %d".formatted(report.checkpoints(), report.covered()));
    if (!report.keyId().isEmpty()) {
      out.println(
          "Khóa: %s (%s)"
              .formatted(
                  report.keyId(),
                  report.keyFromOutside()
                      ? "do người kiểm tra đưa vào"
                      : "lấy từ chính bản xuất; hãy đối chiếu với mã khóa giữ riêng"));
    }
    report.notes().forEach(note -> out.println("Lưu ý: " + note));
    report.findings().forEach(finding -> out.println("LỖI: " + finding));
    if (report.furtherFindings() > 0) {
      out.println("... và %d lỗi nữa".formatted(report.furtherFindings()));
    }
  }

  private static void printJson(String file, AuditVerifier.Report report, PrintStream out) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("file", file);
    line.put("intact", report.intact());
    line.put("records", report.records());
    line.put("head", report.head());
    line.put("checkpoints", report.checkpoints());
    line.put("covered", report.covered());
    line.put("key", report.keyId());
    line.put("key_from_outside", report.keyFromOutside());
    line.put(
        "findings",
        report.findings().stream()
            .map(finding ->
                Map.of(
                    "file", finding.file(),
                    "line", finding.line(),
                    "sequence", finding.sequence(),
                    "reason", finding.reason()))
            .toList());
    line.put("further_findings", report.furtherFindings());
    line.put("notes", report.notes());
    out.println(JsonMapper.shared().writeValueAsString(line));
  }
}
