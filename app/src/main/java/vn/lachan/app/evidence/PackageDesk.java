package vn.lachan.app.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import vn.lachan.app.security.SignedIn;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Officer;
import vn.lachan.reports.FilledForm;
import vn.lachan.reports.ReportForm;
import vn.lachan.reports.ReportHead;
import vn.lachan.reports.Reports;
import vn.lachan.reports.draft.FormDrafts;
import vn.lachan.reports.pack.EvidencePackageException;
import vn.lachan.reports.pack.EvidencePackages;

/**
 * Packages of evidence that were made and wait to be fetched: by who made them, once, for a short
 * time. Safe for use by several threads; lost when the platform stops.
 */
@Component
public class PackageDesk {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final String MINUTES = "chung-cu-bien-ban-thu-thap";
  private static final Duration KEPT = Duration.ofMinutes(30);
  private static final int MOST = 32;

  private final EvidencePackages packages;
  private final ReportContents contents;
  private final Reports reports;
  private final FormDrafts forms;
  private final Clock clock;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  private record Waiting(
      String account, String incident, EvidencePackages.Made made, Instant until) {}

  PackageDesk(
      EvidencePackages packages,
      ReportContents contents,
      Reports reports,
      FormDrafts forms,
      Clock clock) {
    this.packages = packages;
    this.contents = contents;
    this.reports = reports;
    this.forms = forms;
    this.clock = clock;
  }

  /** A package that can be fetched with {@code id}. */
  public record Ready(String id, String name, String sha256, long size) {}

  /** Whether there is a key to sign with. */
  public boolean canSign() {
    return packages.canSign();
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
    if (waiting.size() >= MOST) {
      throw new InvalidRequestException("to", "Nhiều gói đang chờ tải; hãy thử lại sau ít phút.");
    }
    FilledForm minutes = minutes(user, incident, chosen, inputs);
    EvidencePackages.Made made =
        packages.make(
            officer,
            incident,
            chosen,
            to,
            EvidencePackages.Minutes.of(forms.sealed(minutes), minutes));
    String id = UUID.randomUUID().toString();
    waiting.put(id, new Waiting(user.account(), incident.id(), made, clock.instant().plus(KEPT)));
    return new Ready(id, made.name(), made.sha256(), made.size());
  }

  /** Opens a package that waits; the file is gone when the stream is closed. */
  public Optional<Fetched> fetch(SignedIn user, String incident, String id) {
    Waiting found = waiting.get(id);
    if (found == null
        || !found.account().equals(user.account())
        || !found.incident().equals(incident)
        || !waiting.remove(id, found)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Fetched(
              found.made(),
              Files.newInputStream(found.made().file(), StandardOpenOption.DELETE_ON_CLOSE)));
    } catch (IOException e) {
      throw new EvidencePackageException("package is gone: " + found.made().name(), e);
    }
  }

  /** A package that is being sent. */
  public record Fetched(EvidencePackages.Made made, InputStream content) {}

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

  private void tidy() {
    Instant now = clock.instant();
    waiting.forEach((id, old) -> {
      if (old.until().isBefore(now) && waiting.remove(id, old)) {
        remove(old.made().file());
      }
    });
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new EvidencePackageException("package cannot be removed: " + file, e);
    }
  }
}
