package vn.lachan.app.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import vn.lachan.app.security.SignedIn;
import vn.lachan.incidents.Evidence;
import vn.lachan.incidents.EvidenceCheck;
import vn.lachan.incidents.EvidenceFiles;
import vn.lachan.incidents.NewEvidence;
import vn.lachan.incidents.Sharing;

/** Evidence of an incident. Every touch is in its custody and in the audit trail. */
@RestController
@RequestMapping("/api/incidents/{id}/evidence")
class EvidenceController {

  record Collected(String id, String sha256) {}

  private final EvidenceFiles files;
  private final Sharing sharing;

  EvidenceController(EvidenceFiles files, Sharing sharing) {
    this.files = files;
    this.sharing = sharing;
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
