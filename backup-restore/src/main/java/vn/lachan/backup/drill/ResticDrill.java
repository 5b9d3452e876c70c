package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vn.lachan.backup.plan.BackupTarget;

/**
 * The same restore as if the platform were gone: by the stock restic program, with nothing but the
 * repository and its password. Passwords and addresses go through files and the environment, never
 * through arguments.
 */
final class ResticDrill {

  private static final int MOST_ARGUMENT_BYTES = 1_000_000;
  private static final int MOST_SAID = 4000;

  private final Path program;
  private final Duration within;
  private final Path folder;

  /**
   * @param folder an empty one of its own; what it needs and what it restores goes there
   */
  ResticDrill(Path program, Duration within, Path folder) {
    this.program = program;
    this.within = within;
    this.folder = folder;
  }

  private record Answer(int exit, String text) {}

  DrillProof.Restic run(
      BackupTarget target, String snapshot, boolean whole, List<StratifiedSample.Unit> units)
      throws InterruptedException {
    if (!Files.isExecutable(program)) {
      return DrillProof.Restic.skipped("không có chương trình " + program);
    }
    try {
      return switch (ResticAccess.of(target)) {
        case ResticAccess.Result.Unreachable(String why) -> DrillProof.Restic.skipped(why);
        case ResticAccess.Result.Reachable(ResticAccess access) ->
            restore(access, snapshot, whole, units);
      };
    } catch (IOException e) {
      return failed(Duration.ZERO, "", "không chạy được restic: " + e.getMessage());
    }
  }

  private DrillProof.Restic restore(
      ResticAccess access, String snapshot, boolean whole, List<StratifiedSample.Unit> units)
      throws IOException, InterruptedException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path out = folder.resolve("ra");
    String version = call(List.of("version"), Map.of()).text().lines().findFirst().orElse("");
    List<StratifiedSample.Unit> tried = whole ? units : fitting(units);
    List<String> words = new ArrayList<>(access.options());
    words.addAll(List.of("restore", snapshot, "--target", out.toString()));
    if (!whole) {
      tried.forEach(unit -> words.addAll(List.of("--include", pattern(unit.path()))));
    }
    long began = System.nanoTime();
    Answer answer = call(words, access.environment(folder));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    Files.deleteIfExists(folder.resolve(ResticAccess.ADDRESS_FILE));
    if (answer.exit() != 0) {
      return failed(
          took, version, "restic kết thúc với mã " + answer.exit() + ": " + answer.text());
    }
    ManifestComparison.Found found = RestoredDossiers.files(out, tried);
    int wrong = found.missing().size() + found.differing().size();
    long files = tried.stream().mapToLong(unit -> unit.entries().size()).sum();
    return wrong > 0
        ? failed(took, version, wrong + " tệp do restic trả lại thiếu hoặc khác")
        : new DrillProof.Restic(
            DrillProof.Verdict.PASSED,
            files,
            took,
            version,
            tried.size() < units.size()
                ? "chỉ thử " + tried.size() + " trong " + units.size() + " hồ sơ"
                : "");
  }

  private static DrillProof.Restic failed(Duration took, String version, String why) {
    return new DrillProof.Restic(DrillProof.Verdict.FAILED, 0, took, version, why);
  }

  /** As many as one command line holds. */
  private static List<StratifiedSample.Unit> fitting(List<StratifiedSample.Unit> units) {
    List<StratifiedSample.Unit> fitting = new ArrayList<>();
    int bytes = 0;
    for (StratifiedSample.Unit unit : units) {
      bytes += unit.path().getBytes(StandardCharsets.UTF_8).length + 12;
      if (bytes > MOST_ARGUMENT_BYTES) {
        break;
      }
      fitting.add(unit);
    }
    return fitting;
  }

  /** As restic matches: what manifests write with a backslash is any one character. */
  static String pattern(String path) {
    return path.replaceAll("\\\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)", "?")
        .replaceAll("([*\\[])", "\\\\$1");
  }

  private Answer call(List<String> words, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "--no-cache", "-q"));
    command.addAll(words);
    Path said = Files.createTempFile(folder, "restic", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RESTIC_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(within.toSeconds(), TimeUnit.SECONDS)) {
        return new Answer(-1, "quá " + within.toMinutes() + " phút");
      }
      String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
      return new Answer(process.exitValue(), text.substring(0, Math.min(MOST_SAID, text.length())));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(said);
    }
  }
}
