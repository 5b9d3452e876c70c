package vn.lachan.playbooks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.incidents.task.ValueType;
import vn.lachan.playbooks.cacao.CacaoPlaybook;
import vn.lachan.playbooks.cacao.CacaoProblem;
import vn.lachan.playbooks.cacao.CacaoResult;
import vn.lachan.playbooks.cacao.FindingCode;

/**
 * One playbook of the library.
 *
 * @param id the CACAO id
 * @param types what it is for, in the words of CACAO
 * @param categories codes of the incident categories it is offered for, best first
 * @param steps how many steps it has
 * @param version the text of {@code modified}
 * @param problems what is wrong with it
 */
public record Playbook(
    String id,
    String name,
    String description,
    List<String> types,
    List<String> categories,
    int steps,
    String version,
    List<PlaybookProblem> problems,
    CacaoPlaybook cacao) {

  private static final String MASK = "***";

  public Playbook {
    types = List.copyOf(types);
    categories = List.copyOf(categories);
    problems = List.copyOf(problems);
  }

  static Playbook of(CacaoResult.Read read) {
    CacaoPlaybook cacao = read.playbook();
    return new Playbook(
        cacao.id(),
        cacao.name(),
        cacao.description(),
        cacao.types(),
        cacao.categories(),
        cacao.workflow().size(),
        cacao.version(),
        problems(read),
        cacao);
  }

  static List<PlaybookProblem> problems(CacaoResult result) {
    return result.problems().stream().map(Playbook::problem).toList();
  }

  private static PlaybookProblem problem(CacaoProblem problem) {
    return new PlaybookProblem(
        switch (problem.severity()) {
          case ERROR -> true;
          case WARNING -> false;
        },
        problem.code().word(),
        problem.pointer(),
        problem.message(),
        problem.english());
  }

  /** The same with what was found beside the others. */
  Playbook with(List<CacaoProblem> found) {
    if (found.isEmpty()) {
      return this;
    }
    List<PlaybookProblem> all = new ArrayList<>(problems);
    found.forEach(problem -> all.add(problem(problem)));
    return new Playbook(id, name, description, types, categories, steps, version, all, cacao);
  }

  /** The JSON it was read from, without loss. */
  public JsonNode source() {
    return cacao.source();
  }

  /**
   * The same for people's eyes: passwords, keys and tokens that stand in the file, which is refused
   * for them, are masked.
   */
  public JsonNode shown() {
    if (!holdsSecrets()) {
      return source();
    }
    JsonNode shown = source().deepCopy();
    problems.stream().filter(Playbook::isSecret).forEach(secret -> mask(shown, secret.pointer()));
    return shown;
  }

  /** Whether passwords, keys or tokens stand in the file itself. */
  public boolean holdsSecrets() {
    return problems.stream().anyMatch(Playbook::isSecret);
  }

  private static boolean isSecret(PlaybookProblem problem) {
    return problem.code().equals(FindingCode.LITERAL_SECRET.word());
  }

  private static void mask(JsonNode shown, String pointer) {
    JsonPointer at = JsonPointer.compile(pointer);
    switch (shown.at(at.head())) {
      case ObjectNode object -> object.put(at.last().getMatchingProperty(), MASK);
      case ArrayNode array -> array.set(at.last().getMatchingIndex(), MASK);
      default -> throw new IllegalStateException("no such place: " + pointer);
    }
  }

  /** What who starts it may give, in the order of the file; the engine knows the incident. */
  public List<PlaybookInput> inputs() {
    return cacao.variables().values().stream()
        .filter(variable -> variable.external() && !variable.name().equals("__incident_id__"))
        .map(variable ->
            new PlaybookInput(
                variable.name(),
                ValueType.of(variable.type()).orElse(ValueType.STRING),
                variable.description(),
                variable.value() == null,
                variable.value()))
        .toList();
  }

  /** Whether nothing is wrong with it that keeps it from being run. */
  public boolean canRun() {
    return problems.stream().noneMatch(PlaybookProblem::error);
  }

  /** Whether it may be started at {@code moment}: not revoked, and within its time. */
  public boolean isValidAt(Instant moment) {
    return refusalAt(moment).isEmpty();
  }

  /** Why it may not be started at {@code moment}, in Vietnamese; empty when it may. */
  Optional<String> refusalAt(Instant moment) {
    Instant from = cacao.validFrom();
    Instant until = cacao.validUntil();
    if (cacao.revoked()) {
      return Optional.of("Kịch bản đã bị thu hồi.");
    }
    if (from != null && moment.isBefore(from)) {
      return Optional.of("Kịch bản chưa có hiệu lực, có hiệu lực từ " + from + ".");
    }
    return until != null && !moment.isBefore(until)
        ? Optional.of("Kịch bản đã hết hiệu lực từ " + until + ".")
        : Optional.empty();
  }
}
