package vn.lachan.app.api;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;
import vn.lachan.detection.coverage.RuleCoverage;
import vn.lachan.detection.rulebook.RuleState;

/**
 * Which rules of the list are wanted; what is null does not matter.
 *
 * @param text words that all occur somewhere in what names the rule, with or without diacritics
 * @param source log source as shown
 * @param tactic tag without {@code attack.}, with hyphens
 * @param technique for example T1110; finds its sub-techniques too
 */
record RuleFilter(
    @Nullable String text,
    @Nullable RuleState state,
    @Nullable Level level,
    @Nullable String source,
    @Nullable String set,
    @Nullable String tactic,
    @Nullable String technique,
    RuleCoverage.@Nullable Verdict verdict) {
  private static final String ATTACK = "attack.";
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern NO_TACTIC = Pattern.compile("[tgsm][0-9].*");

  boolean fits(RuleViews.Row rule) {
    RuleViews.@Nullable ReachView reach = rule.reach();
    return (state == null || rule.state() == state)
        && (level == null || rule.level() == level)
        && (source == null || rule.logsource().equals(source))
        && (set == null || rule.set().equals(set))
        && (verdict == null || (reach != null && reach.verdict() == verdict))
        && (tactic == null || tactics(rule.tags()).contains(tactic))
        && (technique == null || hasTechnique(rule.tags(), technique))
        && hasWords(rule);
  }

  private boolean hasWords(RuleViews.Row rule) {
    String wanted = folded(Optional.ofNullable(text).orElse("")).strip();
    if (wanted.isEmpty()) {
      return true;
    }
    String named =
        folded(
            String.join(
                " ",
                rule.title(),
                rule.id(),
                rule.file(),
                rule.logsource(),
                rule.set(),
                String.join(" ", rule.tags())));
    return Arrays.stream(SPACES.split(wanted)).allMatch(named::contains);
  }

  /** {@code attack.credential_access} and {@code attack.credential-access} are one tactic. */
  static List<String> tactics(List<String> tags) {
    return tags.stream()
        .map(tag -> tag.toLowerCase(Locale.ROOT))
        .filter(tag -> tag.startsWith(ATTACK))
        .map(tag -> tag.substring(ATTACK.length()).replace('_', '-'))
        .filter(tag -> !NO_TACTIC.matcher(tag).matches())
        .toList();
  }

  private static boolean hasTechnique(List<String> tags, String wanted) {
    String tag = ATTACK + wanted.toLowerCase(Locale.ROOT);
    return tags.stream()
        .map(each -> each.toLowerCase(Locale.ROOT))
        .anyMatch(each -> each.equals(tag) || each.startsWith(tag + "."));
  }

  /** Lower case without diacritics. */
  static String folded(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
        .replaceAll("")
        .replace('đ', 'd');
  }
}
