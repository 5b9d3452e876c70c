package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.SignedIn;
import vn.lachan.incidents.task.TaskFilter;
import vn.lachan.incidents.task.TaskPage;
import vn.lachan.incidents.task.Tasks;

/** Orders to units, and the units' answers. */
@RestController
@RequestMapping("/api/tasks")
class TaskController {

  record Completion(@NotBlank String result, @Nullable Map<String, String> outputs) {}

  record Reason(@NotBlank String reason) {}

  private final Tasks tasks;
  private final IncidentViews views;

  TaskController(Tasks tasks, IncidentViews views) {
    this.tasks = tasks;
    this.views = views;
  }

  @GetMapping
  Page<IncidentViews.TaskView> list(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam(defaultValue = "open") String state,
      @RequestParam(defaultValue = "false") boolean mine,
      @RequestParam Optional<String> after,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    TaskPage page =
        tasks.list(
            user.scope(),
            new TaskFilter(
                TaskFilter.Show.valueOf(state.toUpperCase(Locale.ROOT)),
                mine ? user.unit() : null,
                after.orElse(null),
                limit));
    return new Page<>(page.items().stream().map(views::task).toList(), page.next(), null);
  }

  @PostMapping("/{id}/acknowledge")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void acknowledge(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    tasks.acknowledge(Officers.of(user), id);
  }

  @PostMapping("/{id}/start")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void start(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    tasks.start(Officers.of(user), id);
  }

  @PostMapping("/{id}/complete")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void complete(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Completion done) {
    tasks.complete(
        Officers.of(user), id, done.result(), Optional.ofNullable(done.outputs()).orElse(Map.of()));
  }

  @PostMapping("/{id}/block")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void block(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason reason) {
    tasks.block(Officers.of(user), id, reason.reason());
  }

  @PostMapping("/{id}/skip")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void skip(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason reason) {
    tasks.skip(Officers.of(user), id, reason.reason());
  }
}
