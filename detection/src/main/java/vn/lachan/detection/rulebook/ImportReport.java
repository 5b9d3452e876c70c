package vn.lachan.detection.rulebook;

import java.util.List;

/**
 * What an import did. A file is in exactly one of the lists; the number of those that run now
 * counts added and changed ones again.
 *
 * @param files rule files found
 * @param added new drafts
 * @param changed rules with a new version
 * @param unchanged how many are there already with the same text
 * @param duplicates whose id another file or another set has
 * @param edited changed here by somebody, so the text of the set was not taken
 * @param refused cannot run, and why; also rules that were to run and whose own tests fail
 * @param missing of the set, but not in the import any more
 * @param retired how many of the missing were retired
 * @param skipped files that are no rules, or lie in folders of rules not meant to run
 */
public record ImportReport(
    String set,
    int files,
    List<Item> added,
    List<Change> changed,
    int unchanged,
    List<Item> duplicates,
    List<Item> edited,
    List<RuleProblem> refused,
    List<Item> missing,
    int enabled,
    int retired,
    List<String> skipped) {

  /** A rule; {@code note} says what there is to know beside its place. */
  public record Item(String id, String title, String file, String note) {}

  /**
   * Two versions of a rule that can be compared.
   *
   * @param diff lines that are gone, with {@code -} before them, and lines that are new, with
   *     {@code +}, in the order of the text; long ones end with {@code …}
   */
  public record Change(String id, String title, String file, int from, int to, List<String> diff) {
    public Change {
      diff = List.copyOf(diff);
    }
  }

  public ImportReport {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    duplicates = List.copyOf(duplicates);
    edited = List.copyOf(edited);
    refused = List.copyOf(refused);
    missing = List.copyOf(missing);
    skipped = List.copyOf(skipped);
  }

  /** How many rules of the import are in the rulebook now. */
  public int loaded() {
    return added.size() + changed.size() + unchanged;
  }
}
