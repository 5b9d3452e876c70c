package vn.lachan.detection.rulebook;

import java.time.Instant;

/** Makes rules that were not there before. */
final class Entries {

  /** The first draft of a rule of nobody else's set. */
  static RuleEntry fresh(String id, ReadRule read, RuleSource source, Editor by, Instant now) {
    return fresh(id, read, source, "", "", by, now);
  }

  static RuleEntry fresh(
      String id,
      ReadRule read,
      RuleSource source,
      String set,
      String licence,
      Editor by,
      Instant now) {
    return new RuleEntry(
        id,
        read.text().name(),
        read.title(),
        read.level(),
        read.kind(),
        read.logSource(),
        read.tags(),
        read.author(),
        source,
        set,
        licence,
        RuleState.DRAFT,
        1,
        null,
        false,
        "",
        SuppressionChoice.AS_THE_RULE_SAYS,
        1,
        now,
        by.id());
  }

  private Entries() {}
}
