package vn.lachan.app.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.settings.Settings;
import vn.lachan.collector.input.IntakeResult;
import vn.lachan.collector.input.NdjsonIntake;
import vn.lachan.collector.otlp.OtlpIntake;

/**
 * Takes log lines over HTTPS: one line a record, gzip welcome. The answer comes after the lines are
 * on disk. A repeated {@code Idempotency-Key} changes nothing.
 */
@RestController
class IntakeController {
  /** What a process answers that only detects. */
  static final String ELSEWHERE = "this process does not collect (lachan.roles)";

  private static final String BEARER = "Bearer ";

  record Answer(long accepted, @Nullable String reason) {}

  private final NdjsonIntake intake;
  private final OtlpIntake otlp;
  private final Settings settings;

  IntakeController(NdjsonIntake intake, OtlpIntake otlp, Settings settings) {
    this.intake = intake;
    this.otlp = otlp;
    this.settings = settings;
  }

  /** Logs of OpenTelemetry, as its exporters send them over HTTP. */
  @PostMapping("/v1/logs")
  void logs(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestHeader(name = "Authorization", defaultValue = "") String authorization,
      @RequestHeader(name = "Content-Type", defaultValue = "") String type,
      @RequestHeader(name = "Content-Encoding", defaultValue = "") String encoding)
      throws IOException, InterruptedException {
    if (!settings.collects()) {
      response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value(), ELSEWHERE);
      return;
    }
    OtlpIntake.Answer answer =
        otlp.accept(
            token(authorization),
            request.getRemoteAddr(),
            request.getInputStream(),
            type,
            encoding);
    response.setStatus(answer.status());
    answer
        .retryAfter()
        .ifPresent(pause -> response.setHeader("Retry-After", Long.toString(pause.toSeconds())));
    response.setContentType(answer.contentType());
    response.getOutputStream().write(answer.body());
  }

  private static String token(String authorization) {
    return authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()).strip() : "";
  }

  @PostMapping("/intake/ndjson")
  ResponseEntity<Answer> take(
      HttpServletRequest request,
      @RequestHeader(name = "Authorization", defaultValue = "") String authorization,
      @RequestHeader(name = "Content-Encoding", defaultValue = "identity") String encoding,
      @RequestHeader(name = "Idempotency-Key") Optional<String> key)
      throws IOException, InterruptedException {
    if (!settings.collects()) {
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(new Answer(0, ELSEWHERE));
    }
    return switch (intake.accept(
        token(authorization), request.getRemoteAddr(), request.getInputStream(), encoding, key)) {
      case IntakeResult.Accepted accepted -> ResponseEntity.ok(new Answer(accepted.lines(), null));
      case IntakeResult.Refused refused ->
          ResponseEntity.status(HttpStatus.valueOf(refused.status()))
              .body(new Answer(0, refused.reason()));
    };
  }
}
