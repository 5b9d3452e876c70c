package vn.lachan.playbooks;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.playbooks.cacao.Login;
import vn.lachan.playbooks.vault.Secret;
import vn.lachan.playbooks.vault.SecretVault;
import vn.lachan.playbooks.vault.VaultException;

/**
 * Logs commands in: with values of the vault, or of variables. Values are fetched when a command is
 * carried out and held no longer; only tokens of OAuth 2 (RFC 6749 section 4.4) are kept until they
 * expire. Safe for use by several threads.
 */
final class Credentials {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final SecretVault vault;
  private final HttpSender sender;
  private final Set<String> allowedHosts;
  private final Duration timeout;
  private final Clock clock;
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();

  private record Token(String text, Instant until) {}

  Credentials(
      SecretVault vault,
      HttpSender sender,
      Set<String> allowedHosts,
      Duration timeout,
      Clock clock) {
    this.vault = vault;
    this.sender = sender;
    this.allowedHosts = Set.copyOf(allowedHosts);
    this.timeout = timeout;
    this.clock = clock;
  }

  /** A line for people that says how a command logs in; empty when it does not. */
  String shown(CommandContext context) {
    Optional<Login> login = context.login();
    return login
        .map(l ->
            "\n[đăng nhập: " + l.type() + (l.vault() ? ", kho khóa: " + l.vaultKey() : "") + "]")
        .orElse("");
  }

  /**
   * The fields of a login, each a secret.
   *
   * @throws CredentialsException when the vault does not give them
   */
  Map<String, String> fields(Login login, Rendering rendering) {
    Map<String, String> fields = new HashMap<>();
    login
        .fields()
        .forEach((name, text) -> {
          if (!Set.of("type", "name", "description", "kms_key_identifier").contains(name)) {
            fields.put(name, rendering.forHeaderOrKey(text));
          }
        });
    if (login.vault()) {
      try {
        Secret secret =
            vault
                .find(login.vaultKey())
                .orElseThrow(() ->
                    new CredentialsException(
                        "Kho khóa không có bí mật “" + login.vaultKey() + "”."));
        fields.putAll(secret.fields());
      } catch (VaultException e) {
        throw new CredentialsException("Không đọc được kho khóa: " + e.getMessage());
      }
    }
    return fields;
  }

  /** Headers that log a request in. */
  Map<String, String> httpHeaders(CommandContext context) throws InterruptedException {
    Login login = context.login().orElse(null);
    if (login == null) {
      return Map.of();
    }
    Map<String, String> fields;
    try {
      fields = fields(login, context.rendering());
    } catch (RenderException e) {
      throw new CredentialsException(String.valueOf(e.getMessage()));
    }
    return switch (login.type()) {
      case "http-basic", "user-auth" -> Map.of("Authorization", basic(fields));
      case "oauth2" -> Map.of("Authorization", bearer(login, fields));
      default ->
          throw new CredentialsException("Chưa hỗ trợ kiểu xác thực “" + login.type() + "”.");
    };
  }

  private static String basic(Map<String, String> fields) {
    String user = first(fields, "username", "user_id");
    String password = first(fields, "password");
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private String bearer(Login login, Map<String, String> fields) throws InterruptedException {
    String scheme = fields.getOrDefault("oauth_header", "Bearer").strip();
    String given = fields.getOrDefault("token", "");
    if (!given.isEmpty()) {
      return scheme + " " + given;
    }
    String key =
        login.vaultKey() + " " + first(fields, "token_url") + " " + first(fields, "client_id");
    Token token = tokens.get(key);
    if (token == null || !clock.instant().isBefore(token.until())) {
      token = fetch(fields);
      tokens.put(key, token);
    }
    return scheme + " " + token.text();
  }

  private Token fetch(Map<String, String> fields) throws InterruptedException {
    HttpCall call = tokenCall(fields);
    if (!call.isAllowed(allowedHosts)) {
      throw new CredentialsException(
          "Máy cấp thẻ " + call.uri().getHost() + " không có trong danh sách được phép gọi.");
    }
    return switch (sender.send(call, "", timeout)) {
      case HttpSender.Outcome.Answered(int status, String body) when status == 200 -> token(body);
      case HttpSender.Outcome.Answered(int status, String _) ->
          throw new CredentialsException("Máy cấp thẻ trả lời HTTP " + status + ".");
      case HttpSender.Outcome.TimedOut _ ->
          throw new CredentialsException("Máy cấp thẻ không trả lời kịp.");
      case HttpSender.Outcome.Unsent(String reason) -> throw new CredentialsException(reason);
      case HttpSender.Outcome.Broken(String reason) -> throw new CredentialsException(reason);
    };
  }

  private static HttpCall tokenCall(Map<String, String> fields) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", first(fields, "client_id"));
    form.put("client_secret", first(fields, "client_secret"));
    if (fields.containsKey("scope")) {
      form.put("scope", first(fields, "scope"));
    }
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    try {
      return HttpCall.post(
          URI.create(first(fields, "token_url")), "application/x-www-form-urlencoded", body);
    } catch (IllegalArgumentException _) {
      throw new CredentialsException("Địa chỉ cấp thẻ không hợp lệ.");
    }
  }

  private Token token(String body) {
    try {
      JsonNode answer = MAPPER.readTree(body);
      String text = answer.path("access_token").asString("");
      long seconds = answer.path("expires_in").asLong(60);
      if (!text.isEmpty()) {
        return new Token(text, clock.instant().plusSeconds(seconds).minus(MARGIN));
      }
    } catch (JacksonException _) {
      // said below
    }
    throw new CredentialsException("Máy cấp thẻ trả lời không có access_token.");
  }

  /** The first of these fields that is there. */
  static String first(Map<String, String> fields, String... names) {
    return Stream.of(names)
        .map(name -> fields.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElseThrow(() ->
            new CredentialsException(
                "Thông tin xác thực thiếu " + String.join(" hoặc ", names) + "."));
  }
}
