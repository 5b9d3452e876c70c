package vn.lachan.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.playbooks.DryRun;
import vn.lachan.playbooks.EngineSettings;
import vn.lachan.playbooks.Playbook;
import vn.lachan.playbooks.PlaybookLibrary;
import vn.lachan.playbooks.PlaybookProblem;
import vn.lachan.playbooks.signature.KeyFileException;
import vn.lachan.playbooks.signature.SigningException;
import vn.lachan.playbooks.signature.UncanonicalException;

/** Playbooks as files: what is wrong with them, what they would do, who signed them. */
final class PlaybookCommand implements Command {
  static final JsonMapper JSON = JsonMapper.shared();
  private static final String WORDS =
      "usage: lachan playbook validate FILE... [--json]\n"
          + "       lachan playbook dry-run FILE [--input NAME=VALUE]... [--json]\n"
          + "       lachan playbook verify FILE... [--trust PEM]... [--at TIME] [--json]\n"
          + "       lachan playbook sign FILE (--keystore P12 | --pkcs11 CONFIG)"
          + " --password-file FILE\n"
          + "           --signee NAME [--alias NAME] [--created-by ID] [--valid-until TIME]\n"
          + "           [--counter-sign SIGNATURE-ID] [--out FILE]";

  private final Clock clock;

  PlaybookCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String summary() {
    return "playbook validate|dry-run|verify|sign FILE: CACAO playbooks";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    try {
      Arguments given =
          Arguments.parse(
              arguments,
              Set.of(
                  "input",
                  "trust",
                  "at",
                  "keystore",
                  "pkcs11",
                  "password-file",
                  "signee",
                  "alias",
                  "created-by",
                  "valid-until",
                  "counter-sign",
                  "out"),
              Set.of("json"));
      if (given.rest().size() < 2) {
        throw new Arguments.UsageException(WORDS);
      }
      List<String> files = given.rest().subList(1, given.rest().size());
      return switch (given.rest().getFirst()) {
        case "validate" -> validate(files, given.flag("json"), output);
        case "dry-run" -> dryRun(files.getFirst(), given, output);
        case "verify" -> new PlaybookSigning(clock).verify(files, given, output);
        case "sign" -> new PlaybookSigning(clock).sign(files.getFirst(), given, output);
        default -> throw new Arguments.UsageException(WORDS);
      };
    } catch (Arguments.UsageException e) {
      output.err().println(e.getMessage());
      return USAGE;
    } catch (KeyFileException
        | SigningException
        | UncanonicalException
        | InvalidRequestException e) {
      output.err().println("lachan playbook: " + e.getMessage());
      return USAGE;
    }
  }

  /** Reads a file; says why not on the error stream and gives null. */
  static byte @Nullable [] read(String name, Commands.Output output) {
    try {
      return Files.readAllBytes(Path.of(name));
    } catch (IOException e) {
      output.err().println("lachan playbook: cannot read " + name + ": " + e.getMessage());
      return null;
    }
  }

  private static int validate(List<String> files, boolean json, Commands.Output output) {
    int worst = DONE;
    for (String name : files) {
      byte[] file = read(name, output);
      worst = Math.max(worst, file == null ? USAGE : validate(name, file, json, output));
    }
    return worst;
  }

  private static int validate(String name, byte[] file, boolean json, Commands.Output output) {
    PlaybookLibrary library = PlaybookLibrary.ofFile(file);
    if (!library.rejected().isEmpty()) {
      PlaybookProblem problem = library.rejected().getFirst().problems().getFirst();
      if (json) {
        print(name, problem, true, output);
      }
      output.err().printf("%s: %s %s%n", name, problem.message(), problem.english());
      return USAGE;
    }
    List<PlaybookProblem> problems = library.playbooks().getFirst().problems();
    problems.forEach(problem -> print(name, problem, json, output));
    long errors = problems.stream().filter(PlaybookProblem::error).count();
    output
        .err()
        .printf(
            "%s: %s, %d errors, %d warnings%n",
            name, errors > 0 ? "cannot run" : "runs", errors, problems.size() - errors);
    return errors > 0 ? PROBLEM : DONE;
  }

  private static void print(
      String name, PlaybookProblem problem, boolean json, Commands.Output output) {
    String severity = problem.error() ? "error" : "warning";
    if (json) {
      Map<String, String> row = new LinkedHashMap<>();
      row.put("file", name);
      row.put("severity", severity);
      row.put("code", problem.code());
      row.put("pointer", problem.pointer());
      row.put("message_vi", problem.message());
      row.put("message_en", problem.english());
      output.out().println(JSON.writeValueAsString(row));
    } else {
      output
          .out()
          .printf(
              "%s: %s: %s: %s: %s%n",
              name, severity, problem.code(), problem.pointer(), problem.message());
    }
  }

  private int dryRun(String name, Arguments given, Commands.Output output) {
    byte[] file = read(name, output);
    if (file == null) {
      return USAGE;
    }
    PlaybookLibrary library = PlaybookLibrary.ofFile(file);
    if (!library.rejected().isEmpty() || !library.playbooks().getFirst().canRun()) {
      return Math.max(PROBLEM, validate(name, file, given.flag("json"), output));
    }
    Playbook playbook = library.playbooks().getFirst();
    DryRun.Report report;
    try {
      report = new DryRun(EngineSettings.DEFAULT, clock).of(playbook, inputs(given.all("input")));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return PROBLEM;
    }
    if (given.flag("json")) {
      output.out().println(JSON.writeValueAsString(report));
    } else {
      print(report, output);
    }
    boolean good = report.problem().isEmpty() && report.missing().isEmpty();
    return good ? DONE : PROBLEM;
  }

  private static Map<String, String> inputs(List<String> pairs) {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (String pair : pairs) {
      int cut = pair.indexOf('=');
      if (cut < 1) {
        throw new Arguments.UsageException("--input needs NAME=VALUE: " + pair);
      }
      inputs.put(pair.substring(0, cut), pair.substring(cut + 1));
    }
    return inputs;
  }

  private static void print(DryRun.Report report, Commands.Output output) {
    report
        .approvals()
        .forEach(asked ->
            output
                .out()
                .printf(
                    "phê duyệt: %s: %d người, vai trò %s%n",
                    asked.step(), asked.count(), String.join(", ", asked.roles())));
    for (DryRun.Planned planned : report.commands()) {
      String target = planned.target().isEmpty() ? "" : " -> " + planned.target();
      output
          .out()
          .printf("%s [%s] %s%s%n", planned.step(), planned.type(), planned.agent(), target);
      planned.command().lines().forEach(line -> output.out().println("    " + line));
      if (!planned.problem().isEmpty()) {
        output.out().println("    ! " + planned.problem());
      }
    }
    report.missing().forEach(missing -> output.err().println("thiếu giá trị: " + missing));
    output
        .err()
        .printf(
            "%s: %s, %d lệnh%s%n",
            report.playbookName(),
            report.state(),
            report.commands().size(),
            report.problem().isEmpty() ? "" : ": " + report.problem());
  }
}
