package vn.lachan.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.settings.Settings;
import vn.lachan.collector.input.BulkIntake;

/**
 * For senders that know Elasticsearch: its bulk requests below {@code /intake/elasticsearch}, and
 * the one question its clients ask first. The token comes as a bearer token, as the secret of an
 * API key or as a password; the answer comes after the documents are on disk.
 */
@RestController
@RequestMapping("/intake/elasticsearch")
class BulkController {
  private static final String PRODUCT = "X-Elastic-Product";
  private static final String OWN_JSON = "application/vnd.elasticsearch+json; compatible-with=9";
  private static final String JSON = "application/json";

  /** The version of the protocol that is spoken; clients want every one of these words. */
  private static final Map<String, Object> VERSION =
      Map.of(
          "number", "9.0.0",
          "minimum_wire_compatibility_version", "8.0.0",
          "minimum_index_compatibility_version", "8.0.0",
          "build_flavor", "default",
          "build_type", "lachan",
          "build_hash", "lachan",
          "build_date", "2026-01-01T00:00:00Z",
          "build_snapshot", false,
          "lucene_version", "10");

  private final BulkIntake intake;
  private final Settings settings;

  BulkController(BulkIntake intake, Settings settings) {
    this.intake = intake;
    this.settings = settings;
  }

  @GetMapping({"", "/"})
  ResponseEntity<String> info(
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept) {
    return answer(
        200,
        accept,
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "name", "lachan",
                    "cluster_name", "lachan",
                    "cluster_uuid", "lachan",
                    "version", VERSION,
                    "tagline", "You Know, for Search")));
  }

  @RequestMapping(
      path = {"/_bulk", "/{index}/_bulk"},
      method = {RequestMethod.POST, RequestMethod.PUT})
  ResponseEntity<String> bulk(
      HttpServletRequest request,
      @PathVariable(name = "index") Optional<String> index,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, defaultValue = "") String authorization,
      @RequestHeader(name = HttpHeaders.CONTENT_ENCODING, defaultValue = "") String encoding,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept)
      throws IOException, InterruptedException {
    if (!settings.collects()) {
      return answer(503, accept, BulkIntake.refusal(IntakeController.ELSEWHERE, 503));
    }
    BulkIntake.Answer answer =
        intake.accept(
            token(authorization),
            request.getRemoteAddr(),
            index.orElse(""),
            request.getInputStream(),
            encoding);
    return answer(answer.status(), accept, answer.json());
  }

  private static ResponseEntity<String> answer(int status, String accept, String json) {
    String type = accept.contains("vnd.elasticsearch") ? OWN_JSON : JSON;
    return ResponseEntity.status(status)
        .header(PRODUCT, "Elasticsearch")
        .header(HttpHeaders.CONTENT_TYPE, type)
        .body(json);
  }

  /** Empty, which no source has, when there is none that can be read. */
  static String token(String authorization) {
    String[] words = authorization.strip().split(" +", 2);
    if (words.length < 2) {
      return "";
    }
    return switch (words[0]) {
      case "Bearer" -> words[1].strip();
      case "ApiKey", "Basic" -> secret(words[1].strip());
      default -> "";
    };
  }

  private static String secret(String encoded) {
    try {
      String both = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return both.substring(both.indexOf(':') + 1);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
