package vn.lachan.app.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;
import vn.lachan.app.live.LiveFeed;
import vn.lachan.app.security.SignedIn;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.playbooks.DryRun;
import vn.lachan.playbooks.Playbook;
import vn.lachan.playbooks.PlaybookEngine;
import vn.lachan.playbooks.PlaybookInput;
import vn.lachan.playbooks.PlaybookLibrary;
import vn.lachan.playbooks.PlaybookProblem;
import vn.lachan.playbooks.cacao.CacaoLimits;

/** Playbooks, and their runs on incidents. */
@RestController
class PlaybookController {

  record Row(
      String id,
      String name,
      String description,
      List<String> types,
      List<String> categories,
      int steps,
      String version,
      List<PlaybookInput> inputs,
      boolean canRun) {}

  record Detail(@JsonUnwrapped Row playbook, List<PlaybookProblem> problems, JsonNode cacao) {}

  /** How a file stands to the library. */
  enum Standing {
    /** The library has no playbook with this id. */
    NEW,
    /** The library has this very playbook. */
    SAME,
    /** The library has another text or version with this id. */
    OTHER,
    /** The file is no playbook. */
    UNREADABLE
  }

  record Checked(
      String file,
      Standing standing,
      @Nullable Row playbook,
      List<PlaybookProblem> problems,
      @Nullable JsonNode cacao) {}

  record Start(@NotBlank String playbookId, @Nullable Map<String, String> variables) {}

  record DryRunRequest(@Nullable Map<String, String> variables) {}

  record Started(String runId) {}

  record Reason(@NotBlank String reason) {}

  private final PlaybookEngine engine;
  private final RunViews runs;
  private final LiveFeed feed;
  private final Sharing sharing;

  PlaybookController(PlaybookEngine engine, RunViews runs, LiveFeed feed, Sharing sharing) {
    this.engine = engine;
    this.runs = runs;
    this.feed = feed;
    this.sharing = sharing;
  }

  @GetMapping("/api/playbooks")
  List<Row> all() {
    return engine.library().playbooks().stream().map(PlaybookController::row).toList();
  }

  @GetMapping("/api/playbooks/{id}")
  Detail one(@PathVariable String id) {
    Playbook playbook = require(id);
    return new Detail(row(playbook), playbook.problems(), playbook.shown());
  }

  /**
   * The playbook to hand on: with every digit, and all that this product does not know. One with
   * passwords in it is not handed on.
   */
  @GetMapping("/api/playbooks/{id}/file")
  ResponseEntity<byte[]> file(@PathVariable String id) {
    Playbook playbook = require(id);
    if (playbook.holdsSecrets()) {
      throw new ApiProblem(HttpStatus.CONFLICT, "PLAYBOOK_SECRETS");
    }
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(playbook.id() + ".json", StandardCharsets.UTF_8)
                .build()
                .toString())
        .body(playbook.source().toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  private Playbook require(String id) {
    return engine.library().find(id).orElseThrow(() -> ApiProblem.notFound("kịch bản " + id));
  }

  /** What is wrong with the file of a playbook; nothing is stored. */
  @PostMapping(path = "/api/playbooks/check", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Checked check(@RequestParam MultipartFile file) throws IOException {
    String name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
    byte[] text;
    try (InputStream in = file.getInputStream()) {
      text = in.readNBytes(CacaoLimits.DEFAULT.bytes() + 1);
    }
    PlaybookLibrary read = PlaybookLibrary.ofFile(text);
    if (!read.rejected().isEmpty()) {
      return new Checked(
          name, Standing.UNREADABLE, null, read.rejected().getFirst().problems(), null);
    }
    Playbook playbook = read.playbooks().getFirst();
    Standing standing =
        engine
            .library()
            .find(playbook.id())
            .map(known -> known.source().equals(playbook.source()) ? Standing.SAME : Standing.OTHER)
            .orElse(Standing.NEW);
    return new Checked(name, standing, row(playbook), playbook.problems(), playbook.shown());
  }

  /** What a run would do with these values; nothing is done or stored. */
  @PostMapping("/api/playbooks/{id}/dry-run")
  DryRun.Report dryRun(@PathVariable String id, @RequestBody @Valid DryRunRequest request)
      throws InterruptedException {
    return engine.dryRun(id, Optional.ofNullable(request.variables()).orElse(Map.of()));
  }

  @PostMapping("/api/incidents/{incident}/runs")
  @ResponseStatus(HttpStatus.CREATED)
  Started start(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String incident,
      @RequestBody @Valid Start start) {
    return new Started(
        engine.start(
            Officers.of(user),
            incident,
            start.playbookId(),
            Optional.ofNullable(start.variables()).orElse(Map.of())));
  }

  @GetMapping("/api/runs/{id}")
  RunViews.Run run(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return ordinary(user, id);
  }

  /** A run whose commands and answers may be shown. */
  private RunViews.Run ordinary(SignedIn user, String id) {
    RunViews.Run run =
        runs.find(user.scope(), id).orElseThrow(() -> ApiProblem.notFound("lần chạy " + id));
    SharingController.requireNoSecret(sharing, user, run.incidentId());
    return run;
  }

  /** The playbook as the run follows it, whatever became of the library since. */
  @GetMapping("/api/runs/{id}/playbook")
  JsonNode playbookOf(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    ordinary(user, id);
    return engine
        .documentOf(user.scope(), id)
        .orElseThrow(() -> ApiProblem.notFound("lần chạy " + id));
  }

  /** Tells open screens which runs of their scope changed. */
  @GetMapping(path = "/api/runs/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter stream(@AuthenticationPrincipal SignedIn user) {
    return feed.open(user.scope());
  }

  @PostMapping("/api/runs/{id}/cancel")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cancel(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason reason) {
    engine.cancel(Officers.of(user), id, reason.reason());
  }

  @PostMapping("/api/runs/{id}/pause")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void pause(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason reason) {
    engine.pause(Officers.of(user), id, reason.reason());
  }

  @PostMapping("/api/runs/{id}/resume")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void resume(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    engine.goOn(Officers.of(user), id);
  }

  /** A new run from one of the steps of a finished one. */
  @PostMapping("/api/runs/{id}/steps/{number}/rerun")
  @ResponseStatus(HttpStatus.CREATED)
  Started rerun(
      @AuthenticationPrincipal SignedIn user, @PathVariable String id, @PathVariable int number) {
    return new Started(engine.rerun(Officers.of(user), id, number));
  }

  /** A new run that takes a finished one back. */
  @PostMapping("/api/runs/{id}/rollback")
  @ResponseStatus(HttpStatus.CREATED)
  Started rollback(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return new Started(engine.rollback(Officers.of(user), id));
  }

  private static Row row(Playbook playbook) {
    return new Row(
        playbook.id(),
        playbook.name(),
        playbook.description(),
        playbook.types(),
        playbook.categories(),
        playbook.steps(),
        playbook.version(),
        playbook.inputs(),
        playbook.canRun());
  }
}
