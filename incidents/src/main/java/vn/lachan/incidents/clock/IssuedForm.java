package vn.lachan.incidents.clock;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A form of the law that was signed or issued for an incident.
 *
 * @param form id of the form, as {@link ClockRule#form()} names it
 * @param name Vietnamese name
 * @param number number and symbol; empty when filled in by hand
 * @param document id of the issued report
 * @param at when it was signed
 * @param clocks which of the duties it is meant to answer; null for all that name this form
 */
public record IssuedForm(
    String form,
    String name,
    String number,
    String document,
    Instant at,
    @Nullable Set<String> clocks) {
  public IssuedForm {
    clocks = clocks == null ? null : Set.copyOf(clocks);
  }

  boolean answers(ReportingClock clock) {
    return clock.form().equals(form) && (clocks == null || clocks.contains(clock.id()));
  }

  /** What is written beside a duty that it answers. */
  String note() {
    return "Văn bản " + (number.isBlank() ? "" : "số " + number + ", ") + "“" + name + "”";
  }
}
