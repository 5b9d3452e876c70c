package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import vn.lachan.app.evidence.PackageDesk;
import vn.lachan.app.security.Right;
import vn.lachan.app.security.SignedIn;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.evidence.Evidence;
import vn.lachan.incidents.evidence.EvidenceCheck;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.evidence.NewEvidence;
import vn.lachan.incidents.evidence.SealedSearches;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.sharing.Sharing;

/** Evidence of an incident. Every touch is in its custody and in the audit trail. */
@RestController
@RequestMapping("/api/incidents/{id}/evidence")
class EvidenceController {

  record Collected(String id, String sha256) {}

  record HandOver(@NotBlank @Size(max = 300) String to, @Nullable @Size(max = 2000) String note) {}

  record Seal(
      @Nullable @Size(max = 4000) String query,
      @NotNull Instant from,
      @NotNull Instant until,
      @Nullable @Size(max = 2000) String description) {}

  /** {@code evidence} empty: all of the incident. */
  record Pack(
      @NotBlank @Size(max = 300) String to,
      @Nullable @Size(max = 1000) List<String> evidence,
      @Nullable Map<String, String> inputs) {}

  /** What the screen must know before it offers something. */
  record Abilities(boolean signs, long sealedEvents, long largest, long packageMinutes) {}

  private final EvidenceFiles files;
  private final SealedSearches searches;
  private final PackageDesk packages;
  private final Incidents incidents;
  private final Sharing sharing;

  EvidenceController(
      EvidenceFiles files,
      SealedSearches searches,
      PackageDesk packages,
      Incidents incidents,
      Sharing sharing) {
    this.files = files;
    this.searches = searches;
    this.packages = packages;
    this.incidents = incidents;
    this.sharing = sharing;
  }

  @GetMapping("/abilities")
  Abilities abilities(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    visible(user, id);
    return new Abilities(
        packages.canSign(), searches.maxEvents(), files.maxBytes(), packages.kept().toMinutes());
  }

  /** Keeps the whole result of a search as evidence. */
  @PostMapping("/search")
  @ResponseStatus(HttpStatus.CREATED)
  Evidence seal(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Seal request) {
    if (!user.may(Right.EVENT_SEARCH)) {
      throw new ApiProblem(HttpStatus.FORBIDDEN, "NO_RIGHT");
    }
    visible(user, id);
    return searches.seal(
        Officers.of(user),
        id,
        Optional.ofNullable(request.query()).orElse(""),
        new TimeRange(request.from(), request.until()),
        Optional.ofNullable(request.description()).orElse(""));
  }

  @PostMapping("/{evidence}/handover")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void handOver(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @PathVariable String evidence,
      @RequestBody @Valid HandOver request) {
    files.handOver(
        Officers.of(user),
        id,
        evidence,
        request.to(),
        Optional.ofNullable(request.note()).orElse(""));
  }

  /** Makes a signed package; it is fetched with the id that comes back. */
  @PostMapping("/packages")
  @ResponseStatus(HttpStatus.CREATED)
  PackageDesk.Ready pack(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Pack request) {
    SharingController.requireFile(sharing, user, id);
    return packages.make(
        user,
        Officers.of(user),
        visible(user, id),
        Optional.ofNullable(request.evidence()).orElse(List.of()),
        request.to(),
        Optional.ofNullable(request.inputs()).orElse(Map.of()));
  }

  /** Once, by who made it. */
  @GetMapping("/packages/{made}")
  ResponseEntity<InputStreamResource> fetch(
      @AuthenticationPrincipal SignedIn user, @PathVariable String id, @PathVariable String made) {
    visible(user, id);
    SharingController.requireFile(sharing, user, id);
    PackageDesk.Fetched fetched =
        packages.fetch(user, id, made).orElseThrow(() -> ApiProblem.notFound("gói " + made));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .contentLength(fetched.size())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(fetched.name()).build().toString())
        .body(new InputStreamResource(fetched.content()));
  }

  private Incident visible(SignedIn user, String id) {
    return incidents.find(user.scope(), id).orElseThrow(() -> ApiProblem.notFound("sự cố " + id));
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  Collected collect(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestParam MultipartFile file,
      @RequestParam(defaultValue = "") String description,
      @RequestParam(defaultValue = "") String collectedFrom)
      throws IOException {
    try (InputStream content = file.getInputStream()) {
      Evidence evidence =
          files.collect(
              Officers.of(user),
              id,
              new NewEvidence(
                  Optional.ofNullable(file.getOriginalFilename()).orElse(""),
                  Optional.ofNullable(file.getContentType()).orElse(""),
                  description,
                  collectedFrom),
              content);
      return new Collected(evidence.id(), evidence.sha256());
    }
  }

  /** The content, never as something a browser would run. */
  @GetMapping("/{evidence}")
  ResponseEntity<InputStreamResource> download(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @PathVariable String evidence) {
    SharingController.requireFile(sharing, user, id);
    Evidence card = files.find(user.scope(), id, evidence);
    InputStream content = files.open(Officers.of(user), id, evidence);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .contentLength(card.size())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(card.name(), StandardCharsets.UTF_8)
                .build()
                .toString())
        .body(new InputStreamResource(content));
  }

  @PostMapping("/{evidence}/verify")
  EvidenceCheck verify(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @PathVariable String evidence) {
    return files.verify(Officers.of(user), id, evidence);
  }
}
