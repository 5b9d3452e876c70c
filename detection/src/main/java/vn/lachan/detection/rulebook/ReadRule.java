package vn.lachan.detection.rulebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleReader;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleText;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.detection.sigma.SigmaDocument;
import vn.lachan.detection.sigma.SigmaFilter;
import vn.lachan.detection.sigma.SigmaHeader;
import vn.lachan.detection.sigma.SigmaParser;
import vn.lachan.detection.sigma.SigmaProblem;
import vn.lachan.detection.sigma.SigmaRule;

/**
 * What a text says about itself, whether or not it can run.
 *
 * @param header of the last document, which gives the rule its id; null when it cannot be read
 * @param problems of the text alone; references to other files are not followed
 */
record ReadRule(
    RuleText text,
    @Nullable SigmaHeader header,
    String kind,
    String logSource,
    List<RuleProblem> problems) {
  private static final int VERSION_DIGITS = 12;
  private static final String NAMELESS = "sha256:";

  static ReadRule of(RuleText text, RuleReader reader) {
    SigmaHeader header = null;
    String kind = "";
    String logSource = "";
    List<RuleProblem> problems = new ArrayList<>();
    for (SigmaDocument document : reader.documents(text.name(), text.text())) {
      switch (document) {
        case SigmaRule rule -> {
          header = rule.header();
          kind = "EVENT";
          logSource = rule.logSource().toString();
        }
        case SigmaCorrelation correlation -> {
          header = correlation.header();
          kind = "CORRELATION";
          logSource = "";
        }
        case SigmaFilter filter -> {
          header = filter.header();
          kind = "FILTER";
          logSource = filter.logSource().toString();
        }
        case SigmaProblem problem -> problems.add(RuleProblem.of(problem));
      }
    }
    if (header == null && problems.isEmpty()) {
      problems.add(RuleProblem.of(text.name(), 1, 1, "", "holds no rule"));
    }
    return new ReadRule(text, header, kind, logSource, problems);
  }

  /** Id of the rule; empty when it has none that would outlive a change of its text. */
  Optional<String> id() {
    return header == null || header.id().startsWith(NAMELESS) || header.id().length() > 200
        ? Optional.empty()
        : Optional.of(header.id());
  }

  String title() {
    return header == null ? "" : header.title();
  }

  Level level() {
    return header == null || header.level().isEmpty()
        ? Level.MEDIUM
        : Level.valueOf(header.level().toUpperCase(Locale.ROOT));
  }

  List<String> tags() {
    return header == null ? List.of() : header.tags();
  }

  String author() {
    return header == null ? "" : header.author();
  }

  /** As {@link RuleInfo#version()} of the rule alone; of its text when it cannot run alone. */
  String version(RuleSet alone) {
    return id().flatMap(alone::rule)
        .map(RuleInfo::version)
        .orElseGet(() -> SigmaParser.digest(text.text()).substring(0, VERSION_DIGITS));
  }
}
