package vn.lachan.playbooks.cacao;

import java.util.List;

/** What reading a playbook gave. */
public sealed interface CacaoResult {

  /** What is wrong with it. */
  List<CacaoProblem> problems();

  /** A playbook to look at; it can be run when no problem is an error. */
  record Read(CacaoPlaybook playbook, List<CacaoProblem> problems) implements CacaoResult {
    public Read {
      problems = List.copyOf(problems);
    }

    public boolean canRun() {
      return problems.stream()
          .noneMatch(problem -> problem.severity() == CacaoProblem.Severity.ERROR);
    }
  }

  /** Not a playbook at all. */
  record Refused(List<CacaoProblem> problems) implements CacaoResult {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
