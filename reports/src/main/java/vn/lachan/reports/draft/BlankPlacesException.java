package vn.lachan.reports.draft;

import java.util.List;
import vn.lachan.reports.FilledForm;

/** A form cannot be signed while these places are empty, unless whoever signs accepts it. */
public final class BlankPlacesException extends RuntimeException {
  private final List<FilledForm.Blank> blanks;

  public BlankPlacesException(String draft, List<FilledForm.Blank> blanks) {
    super("form " + draft + " has " + blanks.size() + " empty places");
    this.blanks = List.copyOf(blanks);
  }

  /** From the top of the form; never empty. */
  public List<FilledForm.Blank> blanks() {
    return blanks;
  }
}
