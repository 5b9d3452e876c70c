package vn.lachan.backup.drill;

/** How one start of a drill ended: what minutes are made of. */
public sealed interface DrillEnd {

  DrillReport report();

  /** It came to a judgement, or was refused. */
  record Finished(DrillResult result) implements DrillEnd {
    @Override
    public DrillReport report() {
      return result.report();
    }
  }

  /**
   * It was stopped before its end and can go on.
   *
   * @param report what was proven until then
   * @param why in Vietnamese
   */
  record Stopped(DrillReport report, String why) implements DrillEnd {}

  /** The word for it in the chain of minutes. */
  default String state() {
    return switch (this) {
      case Finished _ -> "FINISHED";
      case Stopped _ -> "STOPPED";
    };
  }
}
