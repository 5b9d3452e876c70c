package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.evidence.ReportContents;
import vn.lachan.app.security.SignedIn;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.reports.FilledForm;
import vn.lachan.reports.ReportForm;
import vn.lachan.reports.ReportForms;
import vn.lachan.reports.ReportHead;
import vn.lachan.reports.Reports;
import vn.lachan.reports.draft.FormDraft;
import vn.lachan.reports.draft.FormDrafts;
import vn.lachan.reports.draft.FormEdit;

/** Forms of the law: filled by the platform, edited and signed by people. */
@RestController
@RequestMapping("/api/forms")
class FormController {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final String INCIDENT = "incident:";

  /** A duty of the incident that a form answers and that is not done yet. */
  record Answers(String id, String name, Instant dueAt, ReportingClock.State state) {}

  /** A form that can be started; {@code clocks} are the duties of the incident that it answers. */
  record Offered(String id, String name, String basis, List<String> clocks) {}

  record Card(
      String id,
      String form,
      String name,
      FormDraft.State state,
      long version,
      int blanks,
      Instant updatedAt,
      String updatedBy,
      FormDraft.@Nullable Signed signed) {}

  record Shelf(List<Offered> forms, List<Card> drafts, boolean seals) {}

  record View(
      Card card,
      String subject,
      FilledForm document,
      List<FilledForm.Blank> missing,
      List<FormDraft.Change> changes,
      List<Answers> answers,
      boolean seals) {}

  record Start(@NotBlank String form, @NotBlank @Size(max = 200) String subject) {}

  /** Either a text at a place, or all rows of the table that is a block. */
  record Edit(
      @Nullable String place,
      @Nullable String text,
      @Nullable Integer block,
      @Nullable List<List<String>> rows) {}

  record Edits(long version, @NotNull List<@Valid Edit> edits) {}

  record Expected(long version) {}

  /** {@code clocks} are the duties it is meant to answer; without them all that it can. */
  record Sign(
      long version,
      @Nullable Boolean withBlanks,
      @Nullable @Size(max = 50) Set<@NotBlank @Size(max = 40) String> clocks) {}

  private final FormDrafts drafts;
  private final Reports reports;
  private final ReportContents contents;
  private final Incidents incidents;
  private final AuditTrail trail;
  private final Clock clock;
  private final Sharing sharing;

  FormController(
      FormDrafts drafts,
      Reports reports,
      ReportContents contents,
      Incidents incidents,
      AuditTrail trail,
      Clock clock,
      Sharing sharing) {
    this.drafts = drafts;
    this.reports = reports;
    this.contents = contents;
    this.incidents = incidents;
    this.trail = trail;
    this.clock = clock;
    this.sharing = sharing;
  }

  /** The forms that fit {@code subject}, and those already begun. */
  @GetMapping
  Shelf shelf(@AuthenticationPrincipal SignedIn user, @RequestParam String subject) {
    requireVisible(user, subject);
    return new Shelf(
        offered(user, subject),
        drafts.of(subject).stream()
            .filter(draft -> user.scope().allows(draft.organization()))
            .map(FormController::card)
            .toList(),
        drafts.seals());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  View start(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Start request) {
    requireVisible(user, request.subject());
    requireNoSecret(user, request.subject());
    ReportContents.Prepared prepared = prepared(user, request.form(), request.subject());
    // What was filled in from a wide view is not for those who see less.
    String organization =
        user.scope().allows(prepared.organization()) ? prepared.organization() : user.unit();
    return view(
        user,
        drafts.create(
            user.actor(), request.subject(), organization, filled(request.form(), prepared)));
  }

  @GetMapping("/{id}")
  View one(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    FormDraft draft = visible(user, id);
    requireNoSecret(user, draft.subject());
    return view(user, draft);
  }

  @PutMapping("/{id}")
  View edit(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Edits request) {
    requireNoSecret(user, visible(user, id).subject());
    return view(
        user,
        drafts.edit(
            user.actor(),
            id,
            request.version(),
            request.edits().stream().map(FormController::edit).toList()));
  }

  /** Fills it again from what is known now; what people wrote stays. */
  @PostMapping("/{id}/refill")
  View refill(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody Expected request) {
    FormDraft draft = visible(user, id);
    requireNoSecret(user, draft.subject());
    String form = draft.document().form();
    return view(
        user,
        drafts.refill(
            user.actor(),
            id,
            request.version(),
            filled(form, prepared(user, form, draft.subject()))));
  }

  @PostMapping("/{id}/sign")
  View sign(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Sign request) {
    requireNoSecret(user, visible(user, id).subject());
    return view(
        user,
        drafts.sign(
            user.actor(),
            id,
            request.version(),
            Boolean.TRUE.equals(request.withBlanks()),
            request.clocks()));
  }

  @GetMapping("/{id}/pdf")
  ResponseEntity<byte[]> pdf(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    FormDraft draft = opened(user, id);
    return file(draft, "inline", ".pdf", MediaType.APPLICATION_PDF, drafts.pdf(draft));
  }

  @GetMapping("/{id}/docx")
  ResponseEntity<byte[]> docx(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    FormDraft draft = opened(user, id);
    return file(
        draft,
        "attachment",
        ".docx",
        MediaType.parseMediaType(drafts.docxType()),
        drafts.docx(draft));
  }

  private static ResponseEntity<byte[]> file(
      FormDraft draft, String how, String ending, MediaType type, byte[] content) {
    String name = draft.document().form() + ending;
    return ResponseEntity.ok()
        .contentType(type)
        .cacheControl(CacheControl.noStore())
        .header("Content-Disposition", how + "; filename=\"" + name + "\"")
        .body(content);
  }

  /** A form that is taken along: the labels its incident has now decide. */
  private FormDraft opened(SignedIn user, String id) {
    FormDraft draft = visible(user, id);
    incident(draft.subject()).ifPresent(of -> SharingController.requireFile(sharing, user, of));
    trail.append(
        new AuditEntry(user.actor(), "form.open", "form:" + id, draft.organization(), Map.of()));
    return draft;
  }

  private List<Offered> offered(SignedIn user, String subject) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZONE);
    ReportForms forms = reports.forms();
    if (!subject.startsWith(INCIDENT)) {
      return forms.about(ReportForm.Subject.PERIOD, today).stream()
          .map(form -> new Offered(form.id(), form.name(), form.basis(), List.of()))
          .toList();
    }
    String id = subject.substring(INCIDENT.length());
    Incident incident =
        incidents.find(user.scope(), id).orElseThrow(() -> ApiProblem.notFound(subject));
    List<ReportingClock> clocks = incidents.clocks(user.scope(), id);
    return forms.ofIncident(incident.legalProfile(), today).stream()
        .map(form ->
            new Offered(
                form.id(),
                form.name(),
                form.basis(),
                clocks.stream()
                    .filter(running -> running.form().equals(form.id()))
                    .map(ReportingClock::id)
                    .toList()))
        .toList();
  }

  private ReportContents.Prepared prepared(SignedIn user, String form, String subject) {
    ReportForm known =
        reports.forms().find(form).orElseThrow(() -> ApiProblem.notFound("biểu mẫu " + form));
    boolean ofIncident = known.subject() == ReportForm.Subject.INCIDENT;
    if (ofIncident != subject.startsWith(INCIDENT)
        || (!ofIncident && known.subject() != ReportForm.Subject.PERIOD)) {
      throw new InvalidRequestException("form", "Biểu mẫu này không dùng cho nội dung đã chọn.");
    }
    return contents
        .prepare(known, subject, Map.of(), user)
        .orElseThrow(() -> ApiProblem.notFound(subject));
  }

  private FilledForm filled(String form, ReportContents.Prepared prepared) {
    ReportForm known =
        reports.forms().find(form).orElseThrow(() -> ApiProblem.notFound("biểu mẫu " + form));
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZONE);
    return FilledForm.of(known, new ReportHead("", Reports.PLACE, today), prepared.content());
  }

  private static FormEdit edit(Edit edit) {
    if (edit.place() != null && edit.text() != null) {
      return new FormEdit.Text(edit.place(), edit.text());
    }
    if (edit.block() != null && edit.rows() != null) {
      return new FormEdit.Rows(edit.block(), edit.rows());
    }
    throw new InvalidRequestException("edits", "Mỗi chỗ sửa có place và text, hoặc block và rows.");
  }

  private FormDraft visible(SignedIn user, String id) {
    FormDraft draft =
        drafts
            .find(id)
            .filter(found -> user.scope().allows(found.organization()))
            .orElseThrow(() -> ApiProblem.notFound("biểu mẫu " + id));
    requireVisible(user, draft.subject());
    return draft;
  }

  private static Optional<String> incident(String subject) {
    return subject.startsWith(INCIDENT)
        ? Optional.of(subject.substring(INCIDENT.length()))
        : Optional.empty();
  }

  /** A form keeps content, which nothing may of an incident that touches state secrets. */
  private void requireNoSecret(SignedIn user, String subject) {
    incident(subject).ifPresent(of -> SharingController.requireNoSecret(sharing, user, of));
  }

  private void requireVisible(SignedIn user, String subject) {
    boolean visible =
        subject.startsWith(INCIDENT)
            ? incidents.find(user.scope(), subject.substring(INCIDENT.length())).isPresent()
            : subject.startsWith("period:") && user.province();
    if (!visible) {
      throw ApiProblem.notFound(subject);
    }
  }

  private View view(SignedIn user, FormDraft draft) {
    return new View(
        card(draft),
        draft.subject(),
        draft.document(),
        draft.blanks(),
        drafts.changes(draft.id()),
        answers(user, draft),
        drafts.seals());
  }

  private List<Answers> answers(SignedIn user, FormDraft draft) {
    if (draft.state() == FormDraft.State.SIGNED) {
      return List.of();
    }
    return incident(draft.subject()).stream()
        .flatMap(id -> incidents.clocks(user.scope(), id).stream())
        .filter(duty -> !duty.isDone() && duty.form().equals(draft.document().form()))
        .map(duty -> new Answers(duty.id(), duty.name(), duty.dueAt(), duty.state()))
        .toList();
  }

  private static Card card(FormDraft draft) {
    return new Card(
        draft.id(),
        draft.document().form(),
        draft.document().formName(),
        draft.state(),
        draft.version(),
        draft.blanks().size(),
        draft.updatedAt(),
        draft.updatedBy(),
        draft.signed());
  }
}
