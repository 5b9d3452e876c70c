package vn.lachan.backup.plan;

/** What is done for a plan again and again. */
public enum PlanDuty {
  /** Sources to the first target. */
  BACKUP("backup", "Sao lưu"),
  /** Snapshots of the first target to the others. */
  COPY("copy", "Chép sang kho khác"),
  /** Reads a share of each target again. */
  CHECK("check", "Kiểm tra kho"),
  /** Forgets what the retention lets go, and frees its space. */
  UPKEEP("upkeep", "Dọn kho"),
  /** Proves that snapshots come back. */
  DRILL("drill", "Diễn tập");

  private final String word;
  private final String vietnamese;

  PlanDuty(String word, String vietnamese) {
    this.word = word;
    this.vietnamese = vietnamese;
  }

  /** The key below {@code schedule} in a file of plans. */
  public String word() {
    return word;
  }

  /** The word on screens. */
  public String vietnamese() {
    return vietnamese;
  }
}
