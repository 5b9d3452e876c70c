package vn.lachan.reports.draft;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;
import vn.lachan.reports.IssuedReport;

/**
 * Hears of every form whose document was issued, before the form counts as signed. After a crash it
 * may hear of the same one again, so hearing twice changes nothing.
 */
@FunctionalInterface
public interface WhenSigned {
  /** Nobody cares. */
  WhenSigned NOTHING = (by, report, clocks) -> {};

  /**
   * Hears of a form that is being signed.
   *
   * @param clocks ids of the duties the form is meant to answer; null for all that name it
   */
  void signed(Actor by, IssuedReport report, @Nullable Set<String> clocks);
}
