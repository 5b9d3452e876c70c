package vn.lachan.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands in rule files, before it is understood.
 *
 * @param texts in the order of the files
 * @param unreadable files that could not be read, and why
 */
public record RuleTexts(List<RuleText> texts, List<RejectedRule> unreadable) {
  public RuleTexts {
    texts = List.copyOf(texts);
    unreadable = List.copyOf(unreadable);
  }

  /** Reads the rule files of {@code sources} with their tests; filter files are among them. */
  public static RuleTexts read(RuleSources sources) {
    List<RuleFiles.RuleFile> files = new ArrayList<>();
    if (sources.builtIn()) {
      files.addAll(RuleFiles.builtIn());
    }
    files.addAll(RuleFiles.external(sources.rules()));
    files.addAll(RuleFiles.external(sources.filters()));
    List<RuleText> texts = new ArrayList<>();
    List<RejectedRule> unreadable = new ArrayList<>();
    for (RuleFiles.RuleFile file : files) {
      if (file.problem().isEmpty()) {
        texts.add(new RuleText(file.name(), file.text(), file.tests(), file.origin()));
      } else {
        unreadable.add(new RejectedRule(file.name(), 1, 1, "", file.problem()));
      }
    }
    return new RuleTexts(texts, unreadable);
  }
}
