package vn.lachan.app.evidence;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.security.SignedIn;
import vn.lachan.app.settings.IncidentSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Officer;
import vn.lachan.reports.FilledForm;
import vn.lachan.reports.ReportForm;
import vn.lachan.reports.ReportHead;
import vn.lachan.reports.Reports;
import vn.lachan.reports.draft.FormDrafts;
import vn.lachan.reports.pack.EvidencePackages;

/**
 * Packages of evidence that were made and wait to be fetched: by who made them, once, for a short
 * time ({@code lachan.incidents.packages-kept}), also over a restart. Safe for use by several
 * threads.
 */
@Component
public class PackageDesk {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final String MINUTES = "chung-cu-bien-ban-thu-thap";

  private final EvidencePackages packages;
  private final ReportContents contents;
  private final Reports reports;
  private final FormDrafts forms;
  private final Clock clock;
  private final Duration kept;
  private final int most;
  private final WaitingPackages waiting;

  PackageDesk(
      EvidencePackages packages,
      ReportContents contents,
      Reports reports,
      FormDrafts forms,
      Settings settings,
      Clock clock) {
    IncidentSettings incidents = settings.incidents();
    this.packages = packages;
    this.contents = contents;
    this.reports = reports;
    this.forms = forms;
    this.clock = clock;
    this.kept = incidents.packagesKept();
    this.most = incidents.packages();
    this.waiting = WaitingPackages.open(packages.folder(), clock.instant());
  }

  /** A package that can be fetched with {@code id}. */
  public record Ready(String id, String name, String sha256, long size) {}

  /** Whether there is a key to sign with. */
  public boolean canSign() {
    return packages.canSign();
  }

  /** How long a package waits. */
  public Duration kept() {
    return kept;
  }

  /**
   * Makes a package with the minutes of Decree 333/2026, article 12.
   *
   * @param chosen ids of evidence; empty for all
   * @param inputs what the minutes need beside what is known: decider, witness, venue, device,
   *     software, photos, collector, signer
   */
  public Ready make(
      SignedIn user,
      Officer officer,
      Incident incident,
      List<String> chosen,
      String to,
      Map<String, String> inputs) {
    tidy();
    if (waiting.count() >= most) {
      throw new InvalidRequestException("to", "Nhiều gói đang chờ tải; hãy thử lại sau ít phút.");
    }
    FilledForm minutes = minutes(user, incident, chosen, inputs);
    try (WaitingPackages.Making _ = waiting.making()) {
      EvidencePackages.Made made =
          packages.make(
              officer,
              incident,
              chosen,
              to,
              EvidencePackages.Minutes.of(forms.sealed(minutes), minutes));
      WaitingPackages.Card card =
          waiting.keep(
              new WaitingPackages.Card(
                  UUID.randomUUID().toString(),
                  user.account(),
                  incident.id(),
                  made.file().getFileName().toString(),
                  made.name(),
                  made.sha256(),
                  made.size(),
                  clock.instant().plus(kept)));
      return new Ready(card.id(), card.name(), card.sha256(), card.size());
    }
  }

  /** Opens a package that waits; the file is gone when the stream is closed. */
  public Optional<Fetched> fetch(SignedIn user, String incident, String id) {
    tidy();
    return waiting
        .find(id)
        .filter(card -> card.account().equals(user.account()) && card.incident().equals(incident))
        .flatMap(card ->
            waiting.take(card).map(content -> new Fetched(card.name(), card.size(), content)));
  }

  /** A package that is being sent. */
  public record Fetched(String name, long size, InputStream content) {}

  private FilledForm minutes(
      SignedIn user, Incident incident, List<String> chosen, Map<String, String> inputs) {
    ReportForm form =
        reports
            .forms()
            .find(MINUTES)
            .orElseThrow(() -> new IllegalStateException("form is missing: " + MINUTES));
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZONE);
    return contents
        .aboutEvidence(form, incident.id(), inputs, user, chosen)
        .map(prepared ->
            FilledForm.of(form, new ReportHead("", Reports.PLACE, today), prepared.content()))
        .orElseThrow(() -> new IllegalStateException("incident is gone: " + incident.id()));
  }

  /** Removes what nobody fetched in time. */
  @Scheduled(initialDelay = 60_000, fixedDelay = 60_000)
  void tidy() {
    waiting.sweep(clock.instant());
  }
}
