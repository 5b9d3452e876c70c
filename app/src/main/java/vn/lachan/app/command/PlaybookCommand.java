package vn.lachan.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.playbooks.Playbook;
import vn.lachan.playbooks.PlaybookLibrary;
import vn.lachan.playbooks.PlaybookProblem;

/** Says what is wrong with a CACAO playbook before anybody needs it. */
final class PlaybookCommand implements Command {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public String summary() {
    return "playbook validate FILE... [--json]: what keeps a playbook from being run";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    Arguments given;
    try {
      given = Arguments.parse(arguments, Set.of(), Set.of("json"));
      if (given.rest().size() < 2 || !given.rest().getFirst().equals("validate")) {
        throw new Arguments.UsageException("usage: lachan playbook validate FILE... [--json]");
      }
    } catch (Arguments.UsageException e) {
      output.err().println(e.getMessage());
      return USAGE;
    }
    int worst = DONE;
    for (String name : given.rest().subList(1, given.rest().size())) {
      worst = Math.max(worst, validate(name, given.flag("json"), output));
    }
    return worst;
  }

  private static int validate(String name, boolean json, Commands.Output output) {
    PlaybookLibrary library;
    try {
      library = PlaybookLibrary.of(List.of(Files.readString(Path.of(name))));
    } catch (IOException e) {
      output.err().println("lachan playbook: cannot read " + name + ": " + e.getMessage());
      return USAGE;
    }
    List<PlaybookProblem> problems =
        library.rejected().isEmpty()
            ? library.playbooks().stream().map(Playbook::problems).findFirst().orElse(List.of())
            : library.rejected().getFirst().problems();
    problems.forEach(problem -> print(name, problem, json, output));
    boolean errors = problems.stream().anyMatch(PlaybookProblem::error);
    output
        .err()
        .printf("%s: %s, %d findings%n", name, errors ? "cannot run" : "runs", problems.size());
    return errors ? PROBLEM : DONE;
  }

  private static void print(
      String name, PlaybookProblem problem, boolean json, Commands.Output output) {
    String severity = problem.error() ? "error" : "warning";
    if (json) {
      Map<String, String> row = new LinkedHashMap<>();
      row.put("file", name);
      row.put("severity", severity);
      row.put("pointer", problem.pointer());
      row.put("message", problem.message());
      row.put("english", problem.english());
      output.out().println(JSON.writeValueAsString(row));
    } else {
      output.out().printf("%s: %s: %s: %s%n", name, severity, problem.pointer(), problem.message());
    }
  }
}
