package vn.lachan.reports;

/**
 * Something the platform measured and can show the records of.
 *
 * @param id as in the catalogue
 * @param name Vietnamese
 * @param value what was measured, for people
 * @param target what is asked for, for people
 * @param assessment how the two compare
 * @param link where the records behind it are, as an address of the screens
 */
public record Figure(
    String id, String name, String value, String target, Assessment assessment, String link) {

  /** How a value compares with its target. */
  public enum Assessment {
    MET("Đạt"),
    PARTLY("Một phần"),
    UNMET("Chưa đạt"),
    /** Nothing to measure yet. */
    NO_DATA("Chưa có dữ liệu");

    private final String vietnamese;

    Assessment(String vietnamese) {
      this.vietnamese = vietnamese;
    }

    public String vietnamese() {
      return vietnamese;
    }
  }
}
