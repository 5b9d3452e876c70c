package vn.lachan.backup.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the minutes of a drill show beyond how many files came back.
 *
 * @param number see {@link DrillPlan#number()}; 0 for drills before plans were published
 * @param planDigest SHA-256 of the published {@link DrillPlan}
 * @param publishedAt when
 * @param sampleDigest see {@link DrillPlan}
 * @param whole whether everything was restored
 * @param units dossiers and files drawn
 * @param ofUnits so many there are
 * @param recoveryPoint see there
 * @param pauses how often the drill was interrupted
 * @param about why it was held; empty for the routine
 * @param includes what alone the backup took of its folders; empty: everything
 */
public record DrillProof(
    int number,
    String planDigest,
    @Nullable Instant publishedAt,
    String seed,
    String sampleDigest,
    boolean whole,
    int units,
    int ofUnits,
    List<DrillPlan.Stratum> strata,
    List<Target> targets,
    List<Control> controls,
    Signatures signatures,
    List<Database> databases,
    RecoveryPoint recoveryPoint,
    int pauses,
    String about,
    String by,
    List<String> includes) {

  /** For drills held before any of this was looked at. */
  public static final DrillProof NONE =
      new DrillProof(
          0,
          "",
          null,
          "",
          "",
          true,
          0,
          0,
          List.of(),
          List.of(),
          List.of(),
          Signatures.NONE,
          List.of(),
          RecoveryPoint.NONE,
          0,
          "",
          "",
          List.of());

  /**
   * What came of one repository.
   *
   * @param problems why it does not count, in Vietnamese; empty when everything is as it should be
   * @param restic the same with stock restic
   */
  public record Target(
      int number,
      String location,
      String snapshot,
      long files,
      long bytes,
      int missing,
      int differing,
      int unexpected,
      RecoveryMeasures measures,
      List<String> problems,
      Restic restic) {
    public Target {
      problems = List.copyOf(problems);
    }
  }

  /** How the restore without the platform went. */
  public enum Verdict {
    PASSED,
    FAILED,
    /** It was not tried. */
    SKIPPED
  }

  /**
   * The same restored by the stock restic program.
   *
   * @param files files whose content is the same as of ours
   * @param version what it calls itself
   * @param why it failed or was not tried, in Vietnamese
   */
  public record Restic(Verdict verdict, long files, Duration took, String version, String why) {
    static Restic skipped(String why) {
      return new Restic(Verdict.SKIPPED, 0, Duration.ZERO, "", why);
    }
  }

  /** What became of something wrong that was made on purpose. */
  public enum Caught {
    CAUGHT,
    MISSED,
    NOT_APPLICABLE
  }

  /**
   * A negative control.
   *
   * @param kind which, see {@link DrillControl}
   * @param subject the file it was made in; empty when it was not
   * @param how how it was noticed, or why it does not apply, in Vietnamese
   */
  public record Control(String kind, String name, Caught caught, String subject, String how) {}

  /**
   * How the signatures fared.
   *
   * @param checked whether they were looked at
   * @param why not, in Vietnamese; empty when they were
   * @param problems each signature that does not hold and each file with fewer than it should have
   * @param reportFolder where the full reports on those that do not hold are; empty for none
   */
  public record Signatures(
      boolean checked,
      String why,
      int valid,
      int invalid,
      int undecidable,
      int expected,
      Map<String, Tally> byFamily,
      Map<String, Tally> bySigner,
      List<String> problems,
      String reportFolder) {

    /** Nothing is known about them. */
    public static final Signatures NONE =
        new Signatures(false, "", 0, 0, 0, 0, Map.of(), Map.of(), List.of(), "");

    public Signatures {
      byFamily = new java.util.TreeMap<>(byFamily);
      bySigner = new java.util.TreeMap<>(bySigner);
      problems = List.copyOf(problems);
    }

    public int all() {
      return valid + invalid + undecidable;
    }
  }

  /** How many of a signer or a family are worth what. */
  public record Tally(int valid, int invalid, int undecidable) {
    Tally plus(DossierSignatures.State state) {
      return switch (state) {
        case VALID -> new Tally(valid + 1, invalid, undecidable);
        case INVALID -> new Tally(valid, invalid + 1, undecidable);
        case UNDECIDABLE -> new Tally(valid, invalid, undecidable + 1);
      };
    }
  }

  /**
   * A dump restored into a scratch database, or one that only its own program could restore.
   *
   * @param tables how many came back; 0 where it was not tried
   * @param rows of all tables
   * @param problems tables with other counts, constraints that do not hold, in Vietnamese
   * @param register null where the plan does not say how it is counted
   */
  public record Database(
      String dump, int tables, long rows, List<String> problems, @Nullable Register register) {

    /** Without a register. */
    public Database(String dump, int tables, long rows, List<String> problems) {
      this(dump, tables, rows, problems, null);
    }

    public Database {
      problems = List.copyOf(problems);
    }

    /** Whether only its register could be counted. */
    public boolean countedOnly() {
      return tables == 0 && problems.isEmpty() && register != null && register.restored() == null;
    }
  }

  /**
   * How many dossiers the register says there are, by the query of the plan.
   *
   * @param backedUp when it was backed up
   * @param restored in the database that came back
   * @param live in the live database during the drill
   * @param liveUnknown why that is not known, in Vietnamese; empty when it is or was not asked
   * @param warnings what is odd about the live count, in Vietnamese; they do not fail the drill
   */
  public record Register(
      @Nullable Long backedUp,
      @Nullable Long restored,
      @Nullable Long live,
      String liveUnknown,
      List<String> warnings) {
    public Register {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * What would be lost.
   *
   * @param newest the newest transaction that came back
   * @param source what tells so, in Vietnamese
   * @param declared whether the plan says where transactions are dated; only then its age is what
   *     is judged, else the age of the snapshot, because nobody may have worked
   */
  public record RecoveryPoint(@Nullable Instant newest, String source, boolean declared) {
    /** Nothing came back. */
    public static final RecoveryPoint NONE = new RecoveryPoint(null, "", false);
  }

  public DrillProof {
    strata = List.copyOf(strata);
    targets = List.copyOf(targets);
    controls = List.copyOf(controls);
    databases = List.copyOf(databases);
    includes = includes == null ? List.of() : List.copyOf(includes);
  }
}
