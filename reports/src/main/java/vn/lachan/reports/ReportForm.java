package vn.lachan.reports;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A form of a report, as data.
 *
 * @param id short unique word
 * @param name Vietnamese name
 * @param basis what asks for it, for example an article of a decree
 * @param subject what it is about
 * @param kind two or three letters of the document type for its number, for example {@code BC}
 * @param from first day on which it is used
 * @param until last day on which it is used; empty while it is in force
 * @param superior body above the issuing one, template text
 * @param agency issuing body, template text
 * @param title title in capital letters
 * @param subtitle line below the title, template text
 * @param profiles ids of the legal profiles it belongs to; empty for all
 * @param landscape whether the page lies on its long side
 * @param blocks what follows, in order
 */
public record ReportForm(
    String id,
    String name,
    String basis,
    Subject subject,
    String kind,
    LocalDate from,
    Optional<LocalDate> until,
    String superior,
    String agency,
    String title,
    String subtitle,
    Set<String> profiles,
    boolean landscape,
    List<Block> blocks) {

  /** What a report can be about. */
  public enum Subject {
    INCIDENT,
    DRILL,
    COMPLIANCE,
    /** A year or half of one, for the whole province. */
    PERIOD
  }

  public ReportForm {
    profiles = Set.copyOf(profiles);
    blocks = List.copyOf(blocks);
    if (until.isPresent() && until.get().isBefore(from)) {
      throw new IllegalArgumentException("form " + id + " ends before it starts");
    }
  }

  /** Whether the form is used for an incident that keeps this legal profile. */
  public boolean isOf(String profile) {
    return profiles.isEmpty() || profiles.contains(profile);
  }

  /** Whether the form is used on {@code day}. */
  public boolean inForce(LocalDate day) {
    return !day.isBefore(from) && until.map(end -> !day.isAfter(end)).orElse(true);
  }
}
