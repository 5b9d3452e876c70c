package vn.lachan.playbooks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.playbooks.cacao.Command;

/** Calls web interfaces. Success is 2xx; members of a JSON answer are its values. */
final class HttpExecutor implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HttpSender sender;
  private final Credentials credentials;
  private final EngineSettings settings;

  HttpExecutor(HttpSender sender, Credentials credentials, EngineSettings settings) {
    this.sender = sender;
    this.credentials = credentials;
    this.settings = settings;
  }

  Prepared prepare(Command.HttpApi command, CommandContext context) {
    HttpCall call = HttpCall.of(command, context.place(), context.rendering());
    HttpCall hidden = HttpCall.of(command, context.place(), context.masked());
    return new Prepared() {
      @Override
      public String shown() {
        return hidden.masked() + credentials.shown(context);
      }

      @Override
      public String full() {
        return call.full() + credentials.shown(context);
      }

      @Override
      public boolean repeatable() {
        return HttpCall.isRepeatable(call.method());
      }

      @Override
      public Optional<String> host() {
        return Optional.ofNullable(call.uri().getHost());
      }

      @Override
      public boolean changes() {
        return !call.method().equals("GET") && !call.method().equals("HEAD");
      }

      @Override
      public Outcome run(Attempt attempt) throws InterruptedException {
        return send(call, context, attempt);
      }
    };
  }

  private Outcome send(HttpCall call, CommandContext context, Prepared.Attempt attempt)
      throws InterruptedException {
    if (!call.isAllowed(settings.allowedHosts())) {
      return new Outcome.Refused(
          "Máy " + call.uri().getHost() + " không có trong danh sách được phép gọi.");
    }
    Map<String, String> login;
    try {
      login = credentials.httpHeaders(context);
    } catch (CredentialsException e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
    return switch (sender.send(call.with(login), attempt.key(), attempt.timeout())) {
      case HttpSender.Outcome.Answered(int status, String body) ->
          new Outcome.Answered(
              status,
              "HTTP " + status + (body.isEmpty() ? "" : "\n" + body),
              status / 100 == 2,
              members(body));
      case HttpSender.Outcome.TimedOut _ -> new Outcome.TimedOut();
      case HttpSender.Outcome.Unsent(String reason) -> new Outcome.NotNow(reason);
      case HttpSender.Outcome.Broken(String reason) -> new Outcome.Broken(reason);
    };
  }

  private static Map<String, String> members(String body) {
    Map<String, String> members = new LinkedHashMap<>();
    try {
      JsonNode answer = body.isBlank() ? null : MAPPER.readTree(body);
      if (answer != null && answer.isObject()) {
        answer
            .properties()
            .forEach(entry -> {
              JsonNode value = entry.getValue();
              if (!value.isNull()) {
                members.put(
                    entry.getKey(), value.isContainer() ? value.toString() : value.asString());
              }
            });
      }
    } catch (JacksonException _) {
      members.clear(); // an answer that is no JSON gives no values
    }
    return members;
  }

  @Override
  public void close() {
    sender.close();
  }
}
