package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
import org.springframework.web.multipart.MultipartFile;
import vn.lachan.app.security.SignedIn;
import vn.lachan.detection.Level;
import vn.lachan.detection.Suppression;
import vn.lachan.detection.coverage.RuleCoverage;
import vn.lachan.detection.rulebook.Editor;
import vn.lachan.detection.rulebook.ImportReport;
import vn.lachan.detection.rulebook.ImportRequest;
import vn.lachan.detection.rulebook.RuleArchive;
import vn.lachan.detection.rulebook.RuleDraft;
import vn.lachan.detection.rulebook.RuleEntry;
import vn.lachan.detection.rulebook.RuleProblem;
import vn.lachan.detection.rulebook.RuleState;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.detection.rulebook.SuppressionChoice;

/** The rules: what runs, what is refused and why, and the life of each. */
@RestController
@RequestMapping("/api/rules")
class RuleController {
  private static final long LARGEST_IMPORT = 64L << 20;

  record Draft(@NotNull String text, @Nullable String tests, @Nullable String note) {}

  record NewVersion(
      @NotNull String text,
      @Nullable String tests,
      @Nullable String note,
      @NotNull Long expectedRevision) {}

  record Kept(RuleViews.Row rule, List<RuleProblem> problems) {}

  record Text(@NotNull String text) {}

  record Checked(List<RuleProblem> problems) {}

  record Tested(@NotNull String text, @NotNull String tests) {}

  record Move(@NotNull RuleState to, @Nullable String reason, @NotNull Long expectedRevision) {}

  record Restore(@NotNull Integer number, @Nullable String note, @NotNull Long expectedRevision) {}

  record Suppress(
      RuleViews.@NotNull SuppressionMode mode,
      @Nullable List<String> fields,
      @Nullable String window,
      @NotNull Long expectedRevision) {}

  private final RuleViews views;
  private final RuleList list;
  private final Rulebook rulebook;

  RuleController(RuleViews views, RuleList list, Rulebook rulebook) {
    this.views = views;
    this.list = list;
    this.rulebook = rulebook;
  }

  @GetMapping
  RuleList.Rules list(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam(required = false) @Nullable String text,
      @RequestParam(required = false) @Nullable RuleState state,
      @RequestParam(required = false) @Nullable Level level,
      @RequestParam(required = false) @Nullable String source,
      @RequestParam(required = false) @Nullable String set,
      @RequestParam(required = false) @Nullable String tactic,
      @RequestParam(required = false) @Nullable String technique,
      @RequestParam(required = false) RuleCoverage.@Nullable Verdict verdict,
      @RequestParam(defaultValue = "FILE") RuleOrder sort,
      @RequestParam(defaultValue = "false") boolean down,
      @RequestParam(defaultValue = "0") @PositiveOrZero int after,
      @RequestParam(defaultValue = "100") @Min(1) @Max(500) int limit) {
    RuleFilter filter = new RuleFilter(text, state, level, source, set, tactic, technique, verdict);
    return list.page(user.scope(), filter, sort, down, after, limit);
  }

  /** Id, title and state of every rule, for choices and links. */
  @GetMapping("/names")
  List<RuleList.Name> names() {
    return list.names();
  }

  @GetMapping("/{id}")
  RuleViews.Detail one(@PathVariable String id) {
    return views.detail(require(id));
  }

  @GetMapping("/{id}/versions")
  List<RuleViews.VersionRow> versions(@PathVariable String id) {
    return views.versions(require(id));
  }

  /** One text: by number, by digest, or by the version that an alert names. */
  @GetMapping("/{id}/versions/{which}")
  RuleViews.VersionDetail version(@PathVariable String id, @PathVariable String which) {
    return views.version(require(id), id, which);
  }

  @PostMapping("/check")
  Checked check(@RequestBody @Valid Text request) {
    return new Checked(rulebook.check(request.text()));
  }

  @PostMapping("/test")
  RuleViews.TestReport test(@RequestBody @Valid Tested request) {
    return RuleViews.TestReport.of(rulebook.test(request.text(), request.tests()));
  }

  @PostMapping("/{id}/test")
  RuleViews.TestReport test(@PathVariable String id) {
    return RuleViews.TestReport.of(rulebook.test(require(id)));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Kept create(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Draft request) {
    Editor by = Editors.ofProvince(user);
    return kept(
        rulebook.create(by, draft(request.text(), request.tests(), request.note())),
        request.text());
  }

  @PostMapping("/{id}/versions")
  @ResponseStatus(HttpStatus.CREATED)
  Kept addVersion(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid NewVersion request) {
    Editor by = Editors.ofProvince(user);
    RuleDraft draft = draft(request.text(), request.tests(), request.note());
    return kept(rulebook.addVersion(by, id, draft, request.expectedRevision()), request.text());
  }

  private Kept kept(RuleEntry entry, String text) {
    return new Kept(views.row(entry), rulebook.check(text));
  }

  private static RuleDraft draft(String text, @Nullable String tests, @Nullable String note) {
    return new RuleDraft(
        text, Optional.ofNullable(tests).orElse(""), Optional.ofNullable(note).orElse(""));
  }

  @PostMapping("/{id}/restore")
  RuleViews.Row restore(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Restore request) {
    Editor by = Editors.ofProvince(user);
    String note =
        Optional.ofNullable(request.note())
            .filter(text -> !text.isBlank())
            .orElse("Khôi phục phiên bản " + request.number());
    return views.row(rulebook.restore(by, id, request.number(), note, request.expectedRevision()));
  }

  @PostMapping("/{id}/state")
  RuleViews.Row move(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Move request) {
    Editor by = Editors.ofProvince(user);
    String reason = Optional.ofNullable(request.reason()).orElse("");
    return views.row(rulebook.move(by, id, request.to(), reason, request.expectedRevision()));
  }

  @PutMapping("/{id}/suppression")
  RuleViews.Row suppress(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Suppress request) {
    Editor by = Editors.ofProvince(user);
    return views.row(rulebook.suppress(by, id, choice(request), request.expectedRevision()));
  }

  private static SuppressionChoice choice(Suppress request) {
    return switch (request.mode()) {
      case RULE -> SuppressionChoice.AS_THE_RULE_SAYS;
      case NEVER -> SuppressionChoice.NEVER;
      case CHOSEN -> {
        try {
          Duration window = Suppression.window(Optional.ofNullable(request.window()).orElse(""));
          yield new SuppressionChoice.Chosen(
              new Suppression(Optional.ofNullable(request.fields()).orElse(List.of()), window));
        } catch (IllegalArgumentException e) {
          throw new ApiProblem(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "SUPPRESSION_INVALID",
              String.valueOf(e.getMessage()));
        }
      }
    };
  }

  /** Takes in a set of rules, or brings it up to date. */
  @PostMapping(path = "/import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ImportReport take(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam MultipartFile file,
      @RequestParam String set,
      @RequestParam(defaultValue = "") String licence,
      @RequestParam(defaultValue = "false") boolean enable,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "false") boolean retireMissing)
      throws IOException {
    Editor by = Editors.ofProvince(user);
    if (file.getSize() > LARGEST_IMPORT) {
      throw new ApiProblem(HttpStatus.CONTENT_TOO_LARGE, "IMPORT_TOO_LARGE", "64 MB");
    }
    try (InputStream content = file.getInputStream()) {
      return rulebook
          .imports()
          .take(
              by,
              new ImportRequest(set, licence, enable, reason, retireMissing),
              RuleArchive.read(content, rulebook.imports().settings()));
    }
  }

  private RuleEntry require(String id) {
    return rulebook.find(id).orElseThrow(() -> ApiProblem.notFound("quy tắc " + id));
  }
}
