package vn.lachan.detection;

import java.util.List;
import java.util.Map;
import vn.lachan.detection.sigma.Detection;
import vn.lachan.detection.sigma.Placeholders;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.detection.sigma.SigmaDocument;
import vn.lachan.detection.sigma.SigmaFilter;
import vn.lachan.detection.sigma.SigmaParser;
import vn.lachan.detection.sigma.SigmaProblem;
import vn.lachan.detection.sigma.SigmaRule;

/** A search identifier of Sigma that stands alone: a map of fields, a list of maps, or keywords. */
public sealed interface Selection {
  /** Longest text of a selection. */
  int MAX_CHARACTERS = 20_000;

  /** It can be used. */
  record Usable(Detection detection) implements Selection {}

  /** It cannot be used; {@code reason} is one sentence for its author. */
  record Refused(String reason) implements Selection {}

  /**
   * Reads a selection.
   *
   * @param json as JSON, on one line or several
   * @param placeholders what {@code %name%} stands for with the modifier {@code expand}
   */
  static Selection read(String json, Map<String, List<String>> placeholders) {
    if (json.length() > MAX_CHARACTERS) {
      return new Refused("longer than " + MAX_CHARACTERS + " characters");
    }
    String indented = json.strip().indent(4).strip();
    String rule =
        "title: selection\nlogsource: {}\ndetection:\n  selection: "
            + indented
            + "\n  condition: selection\n";
    List<SigmaDocument> documents =
        new SigmaParser(new Placeholders(placeholders)).parse("selection", rule);
    if (documents.size() != 1) {
      return new Refused("must be one map, list of maps or list of keywords");
    }
    return switch (documents.getFirst()) {
      case SigmaRule read -> new Usable(read.detection());
      case SigmaProblem problem -> new Refused(problem.reason());
      case SigmaCorrelation _, SigmaFilter _ -> new Refused("must not be a document of its own");
    };
  }
}
