package vn.lachan.app.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import vn.lachan.app.plans.ApprovalException;
import vn.lachan.app.security.AccountException;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.AuditTrailException;
import vn.lachan.detection.ProblemText;
import vn.lachan.detection.rulebook.RulebookException;
import vn.lachan.events.EventStoreException;
import vn.lachan.events.QuerySyntaxException;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.StaleVersionException;
import vn.lachan.incidents.handling.GateException;
import vn.lachan.incidents.sharing.SharingRefusedException;
import vn.lachan.reports.FilledForm;
import vn.lachan.reports.draft.BlankPlacesException;

/** Every error of the API as Problem Details (RFC 9457), Vietnamese unless English is asked for. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private final MessageSource texts = texts();
  private final long largest;

  ProblemAdvice(Settings settings) {
    this.largest = settings.incidents().evidenceLimit().toMegabytes();
  }

  private static MessageSource texts() {
    ResourceBundleMessageSource source = new ResourceBundleMessageSource();
    source.setBasename("problems");
    source.setDefaultEncoding("UTF-8");
    source.setFallbackToSystemLocale(false);
    source.setAlwaysUseMessageFormat(true);
    return source;
  }

  @ExceptionHandler
  ProblemDetail handle(ApiProblem problem, Locale locale) {
    return problem(problem.status(), problem.code(), locale, problem.arguments());
  }

  @ExceptionHandler
  ProblemDetail handle(AccountException problem, Locale locale) {
    HttpStatus status =
        switch (problem.reason()) {
          case ACCOUNT_NOT_FOUND -> HttpStatus.NOT_FOUND;
          case ACCOUNT_EXISTS, LAST_ADMINISTRATOR -> HttpStatus.CONFLICT;
          case SETUP_LINK_INVALID -> HttpStatus.FORBIDDEN;
          case ACCOUNT_NAME_INVALID,
              UNIT_UNKNOWN,
              PASSWORD_TOO_SHORT,
              PASSWORD_IS_NAME,
              PASSWORD_WRONG,
              ROLES_MISSING,
              CODE_WRONG ->
              HttpStatus.UNPROCESSABLE_CONTENT;
        };
    return problem(status, problem.reason().name(), locale);
  }

  @ExceptionHandler
  ProblemDetail handle(ApprovalException problem, Locale locale) {
    HttpStatus status =
        switch (problem.reason()) {
          case APPROVAL_NOT_FOUND -> HttpStatus.NOT_FOUND;
          case APPROVAL_OWN -> HttpStatus.FORBIDDEN;
          case APPROVAL_SETTLED, APPROVAL_EXISTS -> HttpStatus.CONFLICT;
          case APPROVAL_INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    return problem(status, problem.reason().name(), locale);
  }

  /** A sentence of the engine in the language that was asked for. */
  private static String words(String english, Locale locale) {
    return locale.getLanguage().equals("en") ? english : ProblemText.of(english).vietnamese();
  }

  @ExceptionHandler
  ProblemDetail handle(RulebookException problem, Locale locale) {
    HttpStatus status =
        switch (problem.reason()) {
          case RULE_NOT_FOUND, VERSION_NOT_FOUND, EXEMPTION_NOT_FOUND -> HttpStatus.NOT_FOUND;
          case RULE_EXISTS,
              RULE_STALE,
              RULE_MOVE,
              RULE_TESTS_FAIL,
              RULE_CANNOT_RUN,
              RULE_BREAKS_OTHERS,
              EXEMPTION_OWN,
              EXEMPTION_SETTLED ->
              HttpStatus.CONFLICT;
          case IMPORT_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
          case RULE_INVALID,
              RULE_TOO_LONG,
              RULE_ID_MISSING,
              RULE_ID_CHANGED,
              REASON_MISSING,
              SUPPRESSION_INVALID,
              IMPORT_UNREADABLE,
              EXEMPTION_SELECTION,
              EXEMPTION_EXPIRY,
              EXEMPTION_RULE_UNKNOWN ->
              HttpStatus.UNPROCESSABLE_CONTENT;
        };
    ProblemDetail body =
        problem(status, problem.reason().name(), locale, words(problem.subject(), locale));
    body.setProperty("problems", problem.problems());
    problem.tests().ifPresent(report -> body.setProperty("tests", RuleViews.TestReport.of(report)));
    return body;
  }

  @ExceptionHandler
  ProblemDetail handle(QuerySyntaxException problem, Locale locale) {
    String reason =
        texts.getMessage(
            "QUERY." + problem.code(), new Object[] {problem.position() + 1}, shown(locale));
    ProblemDetail body = problem(HttpStatus.BAD_REQUEST, "QUERY_SYNTAX", locale, reason);
    body.setProperty("position", problem.position());
    return body;
  }

  @ExceptionHandler
  ProblemDetail handle(EventStoreException problem, Locale locale) {
    LOG.warn("the event store did not answer", problem);
    return problem(HttpStatus.SERVICE_UNAVAILABLE, "STORE_UNAVAILABLE", locale);
  }

  @ExceptionHandler
  ProblemDetail handle(AuditTrailException problem, Locale locale) {
    LOG.error("an act was refused because it could not be audited", problem);
    return problem(HttpStatus.SERVICE_UNAVAILABLE, "AUDIT_UNAVAILABLE", locale);
  }

  @ExceptionHandler
  ProblemDetail handle(NotFoundException problem, Locale locale) {
    return problem(HttpStatus.NOT_FOUND, "NOT_FOUND", locale, problem.kind() + " " + problem.id());
  }

  @ExceptionHandler
  ProblemDetail handle(GateException problem, Locale locale) {
    ProblemDetail body = problem(HttpStatus.CONFLICT, "GATE", locale);
    body.setProperty("missing", problem.missing());
    return body;
  }

  @ExceptionHandler
  ProblemDetail handle(BlankPlacesException problem, Locale locale) {
    ProblemDetail body =
        problem(HttpStatus.CONFLICT, "FORM_BLANKS", locale, problem.blanks().size());
    body.setProperty("missing", problem.blanks().stream().map(FilledForm.Blank::label).toList());
    return body;
  }

  @ExceptionHandler
  ProblemDetail handle(IllegalTransitionException problem, Locale locale) {
    return problem(
        HttpStatus.CONFLICT,
        "ILLEGAL_MOVE",
        locale,
        problem.subject(),
        problem.from(),
        problem.to());
  }

  @ExceptionHandler
  ProblemDetail handle(InvalidRequestException problem, Locale locale) {
    ProblemDetail body =
        problem(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "INVALID",
            locale,
            String.valueOf(problem.getMessage()));
    body.setProperty(
        "fields",
        List.of(Map.of("field", problem.field(), "message", String.valueOf(problem.getMessage()))));
    return body;
  }

  @ExceptionHandler
  ProblemDetail handle(NotAllowedException problem, Locale locale) {
    return problem(
        HttpStatus.FORBIDDEN, "NOT_ALLOWED", locale, String.valueOf(problem.getMessage()));
  }

  @ExceptionHandler
  ProblemDetail handle(SharingRefusedException problem, Locale locale) {
    ProblemDetail body =
        problem(
            HttpStatus.FORBIDDEN, "SHARING_REFUSED", locale, String.valueOf(problem.getMessage()));
    body.setProperty("rule", problem.rule());
    return body;
  }

  @ExceptionHandler
  ProblemDetail handle(StaleVersionException problem, Locale locale) {
    return problem(HttpStatus.CONFLICT, "CONFLICT", locale);
  }

  @ExceptionHandler
  ProblemDetail handle(IllegalArgumentException problem, Locale locale) {
    LOG.debug("bad request", problem);
    return problem(
        HttpStatus.BAD_REQUEST, "BAD_VALUE", locale, String.valueOf(problem.getMessage()));
  }

  @ExceptionHandler
  ProblemDetail handle(RuntimeException problem, Locale locale) {
    LOG.error("unexpected error", problem);
    return problem(HttpStatus.INTERNAL_SERVER_ERROR, "UNEXPECTED", locale);
  }

  @Override
  protected ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException problem,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail body = problem(HttpStatus.BAD_REQUEST, "FIELDS", request.getLocale());
    List<Map<String, String>> fields =
        problem.getFieldErrors().stream()
            .map(e ->
                Map.of("field", e.getField(), "message", String.valueOf(e.getDefaultMessage())))
            .toList();
    body.setProperty("fields", fields);
    return ResponseEntity.badRequest().body(body);
  }

  @Override
  protected ResponseEntity<Object> handleMaxUploadSizeExceededException(
      MaxUploadSizeExceededException problem,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE)
        .body(
            problem(
                HttpStatus.CONTENT_TOO_LARGE, "UPLOAD_TOO_LARGE", request.getLocale(), largest));
  }

  private ProblemDetail problem(
      HttpStatus status, String code, Locale locale, Object... arguments) {
    Locale shown = shown(locale);
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(status, texts.getMessage(code, arguments, shown));
    problem.setTitle(texts.getMessage(code + ".title", null, shown));
    problem.setProperty("code", code);
    return problem;
  }

  private static Locale shown(Locale locale) {
    return "en".equals(locale.getLanguage()) ? Locale.ENGLISH : Locale.ROOT;
  }
}
