package vn.lachan.backup.drill;

/** Told how far a drill is, at most a few times a second, by the threads that do the work. */
public interface DrillListener {

  /** Hears nothing. */
  DrillListener NONE = progress -> {};

  void progress(DrillProgress progress);
}
