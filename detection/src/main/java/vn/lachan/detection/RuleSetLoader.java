package vn.lachan.detection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import vn.lachan.detection.correlation.CorrelationRule;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.detection.sigma.SigmaDocument;
import vn.lachan.detection.sigma.SigmaFilter;
import vn.lachan.detection.sigma.SigmaHeader;
import vn.lachan.detection.sigma.SigmaParser;
import vn.lachan.detection.sigma.SigmaProblem;
import vn.lachan.detection.sigma.SigmaRule;

/** Reads rule files into a rule set: applies filters, resolves references. Used once. */
final class RuleSetLoader {
  private static final int VERSION_DIGITS = 12;

  private final RuleReader reader;
  private final List<RejectedRule> rejected = new ArrayList<>();
  private final List<SigmaRule> rules = new ArrayList<>();
  private final List<String> ruleVersions = new ArrayList<>();
  private final List<SigmaCorrelation> correlations = new ArrayList<>();
  private final List<SigmaFilter> filters = new ArrayList<>();
  private final Map<String, RuleInfo.Origin> originOfFile = new HashMap<>();
  private final Map<String, SigmaHeader> byId = new HashMap<>();

  RuleSetLoader(RuleReader reader) {
    this.reader = reader;
  }

  /** Everything in the sources. */
  static RuleSet load(RuleSources sources) {
    List<RuleFiles.RuleFile> files = new ArrayList<>();
    if (sources.builtIn()) {
      files.addAll(RuleFiles.builtIn());
    }
    files.addAll(RuleFiles.external(sources.rules()));
    return new RuleSetLoader(new RuleReader(sources.placeholders(), 0))
        .load(files, RuleFiles.external(sources.filters()));
  }

  RuleSet load(List<RuleFiles.RuleFile> files) {
    return load(files, List.of());
  }

  /** The rules of {@code files} with their own filters and those of {@code filterFiles}. */
  private RuleSet load(List<RuleFiles.RuleFile> files, List<RuleFiles.RuleFile> filterFiles) {
    take(files, this::read);
    take(filterFiles, this::readFilter);
    applyFilters();
    CorrelationResolver resolver = new CorrelationResolver(rules, ruleVersions, correlations);
    List<CorrelationRule> resolved = resolver.resolve();
    rejected.addAll(resolver.rejected());
    Set<Integer> silent = resolver.silent();
    List<RuleInfo> infos = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      SigmaRule rule = rules.get(i);
      infos.add(
          info(
              rule.header(),
              RuleInfo.Kind.EVENT,
              rule.logSource().toString(),
              ruleVersions.get(i),
              silent.contains(i)));
    }
    for (int i = 0; i < resolved.size(); i++) {
      CorrelationRule rule = resolved.get(i);
      String logSources =
          rule.sources().stream()
              .map(number -> infos.get(number).logSource())
              .distinct()
              .collect(Collectors.joining(", "));
      String version = rule.key().substring(rule.key().lastIndexOf('@') + 1);
      boolean quiet = silent.contains(rules.size() + i);
      infos.add(info(rule.rule().header(), RuleInfo.Kind.CORRELATION, logSources, version, quiet));
    }
    return new RuleSet(rules, resolved, infos, rejected);
  }

  /** Files are read on all processors and taken in their order. */
  private void take(List<RuleFiles.RuleFile> files, Consumer<SigmaDocument> action) {
    List<List<SigmaDocument>> documents = reader.all(files);
    for (int i = 0; i < files.size(); i++) {
      RuleFiles.RuleFile file = files.get(i);
      if (file.problem().isEmpty()) {
        originOfFile.put(file.name(), file.origin());
        documents.get(i).forEach(action);
      } else {
        rejected.add(new RejectedRule(file.name(), 1, 1, "", file.problem()));
      }
    }
  }

  private void read(SigmaDocument document) {
    switch (document) {
      case SigmaProblem problem -> reject(problem);
      case SigmaRule rule -> {
        if (isNew(rule.header())) {
          rules.add(rule);
        }
      }
      case SigmaCorrelation correlation -> {
        if (isNew(correlation.header())) {
          correlations.add(correlation);
        }
      }
      case SigmaFilter filter -> filters.add(filter);
    }
  }

  private void readFilter(SigmaDocument document) {
    switch (document) {
      case SigmaProblem problem -> reject(problem);
      case SigmaFilter filter -> filters.add(filter);
      case SigmaRule rule -> rejectAsFilter(rule.header());
      case SigmaCorrelation correlation -> rejectAsFilter(correlation.header());
    }
  }

  private void rejectAsFilter(SigmaHeader header) {
    rejected.add(new RejectedRule(header.file(), header.line(), 1, header.id(), "is not a filter"));
  }

  private void reject(SigmaProblem problem) {
    rejected.add(
        new RejectedRule(
            problem.file(), problem.line(), problem.column(), problem.rule(), problem.reason()));
  }

  private boolean isNew(SigmaHeader header) {
    String problem = Suppression.problem(header.custom());
    if (!problem.isEmpty()) {
      rejected.add(new RejectedRule(header.file(), header.line(), 1, header.id(), problem));
      return false;
    }
    SigmaHeader first = byId.putIfAbsent(header.id(), header);
    if (first != null) {
      rejected.add(
          new RejectedRule(
              header.file(),
              header.line(),
              1,
              header.id(),
              "the same id is already used in " + first.file() + ":" + first.line()));
    }
    return first == null;
  }

  private void applyFilters() {
    for (int i = 0; i < rules.size(); i++) {
      SigmaRule rule = rules.get(i);
      StringBuilder text = new StringBuilder(rule.header().text());
      for (SigmaFilter filter : filters) {
        if (filter.appliesTo(rules.get(i))) {
          rule = rule.with(filter);
          text.append('\0').append(filter.header().text());
        }
      }
      rules.set(i, rule);
      ruleVersions.add(version(text.toString()));
    }
    for (SigmaFilter filter : filters) {
      if (rules.stream().noneMatch(filter::appliesTo)) {
        SigmaHeader header = filter.header();
        String reason = "is a filter for none of the rules that run";
        rejected.add(new RejectedRule(header.file(), header.line(), 1, header.id(), reason));
      }
    }
  }

  static String version(String text) {
    return SigmaParser.digest(text).substring(0, VERSION_DIGITS);
  }

  private RuleInfo info(
      SigmaHeader header, RuleInfo.Kind kind, String logSource, String version, boolean silent) {
    return new RuleInfo(
        header.id(),
        header.name(),
        header.title(),
        header.description(),
        header.level().isEmpty()
            ? Level.MEDIUM
            : Level.valueOf(header.level().toUpperCase(Locale.ROOT)),
        header.status(),
        kind,
        logSource,
        header.tags(),
        header.author(),
        header.license(),
        header.falsePositives(),
        header.references(),
        header.custom(),
        header.file(),
        header.line(),
        version,
        originOfFile.getOrDefault(header.file(), RuleInfo.Origin.EXTERNAL),
        silent,
        header.modified(),
        header.text());
  }
}
