package vn.lachan.playbooks.vault;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Secrets in a server of HashiCorp Vault, read through its HTTP API, secrets engine KV version 2
 * ({@code GET /v1/MOUNT/data/NAME}). The token is read from its file for every question, so that an
 * agent may renew it; nothing is kept.
 */
public final class HashicorpVault implements SecretVault, AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_BYTES = 1 << 20;

  private final Place place;
  private final HttpClient client;

  /**
   * Where the server is.
   *
   * @param address for example {@code https://vault.tinh.gov.vn:8200}
   * @param mount where the engine is, for example {@code secret}
   * @param namespace of Vault Enterprise; empty for none
   * @param tokenFile holds the token; of mode 0600
   * @param timeout how long one question may take
   */
  public record Place(
      URI address, String mount, String namespace, Path tokenFile, Duration timeout) {}

  public HashicorpVault(Place place) {
    this.place = place;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(place.timeout())
            .build();
  }

  @Override
  public Optional<Secret> find(String name) {
    HttpResponse<byte[]> answer = ask(name);
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(secret(name, answer.body()));
      case 404 -> Optional.empty();
      case 403 -> throw new VaultException("Vault does not let its token read " + name);
      default ->
          throw new VaultException("Vault answered " + answer.statusCode() + " about " + name);
    };
  }

  private HttpResponse<byte[]> ask(String name) {
    String path =
        Stream.of((place.mount() + "/data/" + name).split("/"))
            .filter(part -> !part.isEmpty())
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    if (Stream.of(path.split("/")).anyMatch(part -> part.equals("..") || part.equals("."))) {
      throw new VaultException("not a name of a secret: " + name);
    }
    String base = place.address().toString().replaceAll("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/v1/" + path))
            .timeout(place.timeout())
            .header("X-Vault-Token", token())
            .header("X-Vault-Request", "true");
    if (!place.namespace().isEmpty()) {
      request.header("X-Vault-Namespace", place.namespace());
    }
    try {
      return client.send(
          request.build(),
          HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
    } catch (IOException e) {
      throw new VaultException("Vault does not answer at " + place.address(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException("interrupted while asking Vault", e);
    }
  }

  private String token() {
    try {
      SealedFileVault.requirePrivate(place.tokenFile());
      return Files.readString(place.tokenFile()).strip();
    } catch (IOException e) {
      throw new VaultException("cannot read the token file " + place.tokenFile(), e);
    }
  }

  private static Secret secret(String name, byte[] body) {
    try {
      JsonNode data = MAPPER.readTree(body).path("data").path("data");
      if (!data.isObject()) {
        throw new VaultException("Vault gave no data for " + name);
      }
      Map<String, String> fields = new TreeMap<>();
      data.properties()
          .forEach(entry ->
              fields.put(
                  entry.getKey(),
                  entry.getValue().isContainer()
                      ? entry.getValue().toString()
                      : entry.getValue().asString()));
      return new Secret(fields);
    } catch (JacksonException e) {
      throw new VaultException("Vault answered no JSON about " + name, e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
