package vn.lachan.app.evidence;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import vn.lachan.incidents.clock.LegalProfiles;
import vn.lachan.incidents.clock.PeriodicTerm;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.reports.draft.FormDraft;
import vn.lachan.reports.draft.FormDrafts;

/** The reports of the calendar: what answers one is a signed form about its period. */
@Component
public class PeriodicClocks {
  /**
   * One that is not answered.
   *
   * @param period what it is about: {@code 2026} or {@code 2026-H1}
   * @param form id of the form that answers it
   */
  public record Row(
      String id,
      String name,
      String period,
      String addressee,
      String basis,
      String form,
      Instant startsAt,
      Instant dueAt,
      ReportingClock.State state) {}

  private final LegalProfiles profiles;
  private final FormDrafts drafts;
  private final Clock clock;

  PeriodicClocks(LegalProfiles profiles, FormDrafts drafts, Clock clock) {
    this.profiles = profiles;
    this.drafts = drafts;
    this.clock = clock;
  }

  /** Those that people are reminded of now and nobody has answered, what is due first on top. */
  public List<Row> running() {
    Instant now = clock.instant();
    return profiles.termsAt(now).stream()
        .filter(term -> !isSigned(term))
        .map(term -> row(term, now))
        .toList();
  }

  private boolean isSigned(PeriodicTerm term) {
    return drafts.of("period:" + term.period()).stream()
        .anyMatch(draft ->
            draft.document().form().equals(term.duty().form())
                && draft.state() == FormDraft.State.SIGNED);
  }

  private static Row row(PeriodicTerm term, Instant now) {
    return new Row(
        term.duty().id(),
        term.duty().name(),
        term.period(),
        term.duty().addressee(),
        term.duty().basis(),
        term.duty().form(),
        term.startsAt(),
        term.dueAt(),
        ReportingClock.State.of(term.startsAt(), term.dueAt(), null, now));
  }
}
