package vn.lachan.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.collector.input.NdjsonIntake;

/**
 * Takes log lines over HTTPS: one line a record, gzip welcome. The answer comes after the lines are
 * on disk. A repeated {@code Idempotency-Key} changes nothing.
 */
@RestController
class IntakeController {
  private static final String BEARER = "Bearer ";

  record Answer(long accepted, @Nullable String reason) {}

  private final NdjsonIntake intake;

  IntakeController(NdjsonIntake intake) {
    this.intake = intake;
  }

  @PostMapping("/intake/ndjson")
  ResponseEntity<Answer> take(
      HttpServletRequest request,
      @RequestHeader(name = "Authorization", defaultValue = "") String authorization,
      @RequestHeader(name = "Content-Encoding", defaultValue = "identity") String encoding,
      @RequestHeader(name = "Idempotency-Key") Optional<String> key)
      throws IOException, InterruptedException {
    String token =
        authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()).strip() : "";
    return switch (intake.accept(token, request.getInputStream(), encoding, key)) {
      case NdjsonIntake.Accepted accepted ->
          ResponseEntity.ok(new Answer(accepted.lines(), null));
      case NdjsonIntake.Refused refused ->
          ResponseEntity.status(HttpStatus.valueOf(refused.status()))
              .body(new Answer(0, refused.reason()));
    };
  }
}
