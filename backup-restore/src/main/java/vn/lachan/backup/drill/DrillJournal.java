package vn.lachan.backup.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.DurableLines;

/**
 * How far one drill is, on the disk, so that it goes on after it was stopped or killed: lines of
 * JSON in a file of its own. Safe for several threads; one process at a time.
 */
public final class DrillJournal {

  /**
   * One line; what is not meant is null.
   *
   * @param scratch where the drill restores to: the first line of each start
   * @param mark how far a restore is
   * @param target what came of a repository
   * @param minutes {@link #OWED} or {@link #WRITTEN}
   */
  record Line(
      @Nullable String scratch,
      @Nullable Mark mark,
      DrillProof.@Nullable Target target,
      @Nullable String minutes) {}

  /** A start, or a refusal, of which there must be minutes. */
  private static final String OWED = "owed";

  /** Minutes that are in the chain. */
  private static final String WRITTEN = "written";

  /** Times of the restore from one repository so far, milliseconds; -1 for not yet. */
  record Mark(int target, long millis, long first, long most) {
    Duration took() {
      return Duration.ofMillis(millis);
    }
  }

  private final DurableLines lines;

  /** Whether {@code id} could be that of a drill. */
  static boolean isId(String id) {
    return id.matches("DT-[0-9]{8}-[0-9]{6}-[A-Za-z0-9-]{1,72}");
  }

  DrillJournal(Path file) {
    this.lines = new DurableLines(file);
  }

  /** Whether anything was written. */
  boolean isBegun() {
    return !lines.read().isEmpty();
  }

  void begin(Path scratch) {
    append(new Line(scratch.toString(), null, null, null));
  }

  /** From now on there must be minutes of what comes of this. */
  void owe() {
    append(new Line(null, null, null, OWED));
  }

  /** Minutes of one start are in the chain. */
  void settle() {
    append(new Line(null, null, null, WRITTEN));
  }

  /** So many minutes are still to be written. */
  int owed() {
    int owed = 0;
    for (Line line : read()) {
      owed += OWED.equals(line.minutes()) ? 1 : WRITTEN.equals(line.minutes()) ? -1 : 0;
    }
    return owed;
  }

  void mark(Mark mark) {
    append(new Line(null, mark, null, null));
  }

  void target(DrillProof.Target target) {
    append(new Line(null, null, target, null));
  }

  private void append(Line line) {
    lines.append(DrillJson.bytes(line));
  }

  /** Where it restores to; empty when it never began. */
  public Optional<Path> scratch() {
    return read().stream()
        .map(Line::scratch)
        .filter(Objects::nonNull)
        .map(Path::of)
        .reduce((a, b) -> b);
  }

  /** How often it was begun. */
  int starts() {
    return (int) read().stream().filter(line -> line.scratch() != null).count();
  }

  Optional<Mark> mark(int target) {
    return read().stream()
        .map(Line::mark)
        .filter(mark -> mark != null && mark.target() == target)
        .reduce((a, b) -> b);
  }

  /** What came of a repository, if it was finished. */
  Optional<DrillProof.Target> target(int number) {
    return read().stream()
        .map(Line::target)
        .filter(target -> target != null && target.number() == number)
        .reduce((a, b) -> b);
  }

  private List<Line> read() {
    return lines.read().stream()
        .flatMap(line -> DrillJson.read(line, Line.class).stream())
        .toList();
  }
}
