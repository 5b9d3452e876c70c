package vn.lachan.reports.draft;

/**
 * How much may be written into a form.
 *
 * @param maxText most characters at one place
 * @param maxRows most rows of a table
 * @param maxEdits most edits at once
 */
public record DraftLimits(int maxText, int maxRows, int maxEdits) {
  public static final DraftLimits DEFAULT = new DraftLimits(20_000, 2_000, 500);

  public DraftLimits {
    if (maxText < 1 || maxRows < 1 || maxEdits < 1) {
      throw new IllegalArgumentException("limits of forms are positive");
    }
  }
}
