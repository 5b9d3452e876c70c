package vn.lachan.app.api;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import vn.lachan.app.security.SignedIn;
import vn.lachan.app.tables.TableChange;
import vn.lachan.app.tables.TableVersion;
import vn.lachan.app.tables.TablesInForce;
import vn.lachan.registry.RegistryLoad;

/** Tables of the registry, and databases of places: what is in force, and putting others there. */
@RestController
@RequestMapping("/api/tables")
class TableController {

  record Version(
      int version,
      @Nullable Instant at,
      String author,
      String digest,
      long bytes,
      int rows,
      String origin,
      String note,
      boolean kept) {}

  record Table(String name, Version inForce, List<String> problems) {}

  record Problem(String file, int line, String message) {}

  record RollBack(int version, @Nullable String note) {}

  private final TablesInForce tables;

  TableController(TablesInForce tables) {
    this.tables = tables;
  }

  @GetMapping
  List<Table> all() {
    List<RegistryLoad.Problem> problems = tables.problems();
    return tables.list().stream()
        .map(version ->
            new Table(
                version.table(),
                view(version),
                problems.stream()
                    .filter(problem -> problem.file().equals(version.table()))
                    .map(Object::toString)
                    .toList()))
        .toList();
  }

  /** Newest first; the last is what came with the settings. */
  @GetMapping("/{name}/versions")
  List<Version> versions(@PathVariable String name) {
    require(name);
    return tables.history(name).stream().map(TableController::view).toList();
  }

  @GetMapping("/{name}/content")
  ResponseEntity<byte[]> content(@PathVariable String name, @RequestParam int version) {
    require(name);
    byte[] content =
        tables
            .content(name, version)
            .orElseThrow(() -> ApiProblem.notFound("phiên bản " + version + " của " + name));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(content);
  }

  /** What would be wrong with a file; changes nothing. */
  @PostMapping(path = "/{name}/check", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  List<Problem> check(@PathVariable String name, @RequestParam MultipartFile file)
      throws IOException {
    require(name);
    return views(tables.check(name, file.getBytes()));
  }

  /** Puts a file in force, or answers 422 with every problem in it. */
  @PostMapping(path = "/{name}", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<Object> replace(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String name,
      @RequestParam MultipartFile file,
      @RequestParam(defaultValue = "") String note)
      throws IOException {
    require(name);
    return answer(tables.replace(user.actor(), name, file.getBytes(), note));
  }

  /** Puts an earlier version in force again. */
  @PostMapping("/{name}/rollback")
  ResponseEntity<Object> rollBack(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String name,
      @RequestBody RollBack wanted) {
    require(name);
    String note = wanted.note() == null ? "" : wanted.note();
    return answer(tables.rollBack(user.actor(), name, wanted.version(), note));
  }

  private static ResponseEntity<Object> answer(TableChange change) {
    return switch (change) {
      case TableChange.InForce(TableVersion version) -> ResponseEntity.ok(view(version));
      case TableChange.Refused(List<RegistryLoad.Problem> problems) -> {
        ProblemDetail body =
            ProblemDetail.forStatusAndDetail(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "Bảng có %d lỗi; bản đang dùng không thay đổi.".formatted(problems.size()));
        body.setTitle("Bảng chưa đúng");
        body.setProperties(Map.of("code", "TABLE_REFUSED", "problems", views(problems)));
        yield ResponseEntity.unprocessableContent()
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .body(body);
      }
    };
  }

  private static List<Problem> views(List<RegistryLoad.Problem> problems) {
    return problems.stream().map(it -> new Problem(it.file(), it.line(), it.message())).toList();
  }

  private static Version view(TableVersion version) {
    return new Version(
        version.version(),
        version.at(),
        version.author(),
        version.digest(),
        version.bytes(),
        version.rows(),
        version.origin().name(),
        version.note(),
        version.kept());
  }

  private static void require(String name) {
    if (!TablesInForce.names().contains(name)) {
      throw ApiProblem.notFound("bảng " + name);
    }
  }
}
