package vn.lachan.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The boards of Grafana and the alert rules of Prometheus that are given away. */
final class MonitoringFiles {
  static final Path FOLDER = Path.of("..", "deploy", "monitoring");
  static final Path RULES = FOLDER.resolve("lachan.rules.yml");

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern SELECTOR = Pattern.compile("\\{[^}]*}|\\[[^]]*]|\"[^\"]*\"");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring) ?\\([^)]*\\)");
  private static final Pattern NAME = Pattern.compile("\\b([a-z_:][a-z0-9_:]*)\\b(?! *\\()");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  private MonitoringFiles() {}

  /** Metrics that the expression {@code promql} names. */
  static Set<String> metrics(String promql) {
    String bare = GROUPING.matcher(SELECTOR.matcher(promql).replaceAll("")).replaceAll(" ");
    Set<String> names = new TreeSet<>();
    Matcher found = NAME.matcher(bare);
    while (found.find()) {
      names.add(found.group(1));
    }
    names.removeAll(WORDS);
    return names;
  }

  /** Every metric that boards and rules name. */
  static Set<String> metrics() throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode board : boards()) {
      for (JsonNode panel : board.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          names.addAll(metrics(target.path("expr").asString()));
        }
      }
    }
    for (JsonNode group : rules().path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        names.addAll(metrics(rule.path("expr").asString()));
      }
    }
    names.remove("up"); // Prometheus makes it
    return names;
  }

  /**
   * Metrics that boards and rules name, that begin with {@code prefix}, and that are not in {@code
   * scrape}.
   */
  static Set<String> missing(String scrape, String prefix) throws IOException {
    Set<String> exported =
        scrape
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toSet());
    Set<String> missing = metrics();
    missing.removeIf(name -> !name.startsWith(prefix) || exported.contains(name));
    return missing;
  }

  static Iterable<JsonNode> boards() throws IOException {
    java.util.List<JsonNode> boards = new java.util.ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(FOLDER.resolve("grafana"), "*.json")) {
      for (Path file : files) {
        boards.add(JSON.readTree(Files.readString(file)));
      }
    }
    return boards;
  }

  static JsonNode rules() throws IOException {
    Object yaml = new Yaml().load(Files.readString(RULES));
    return JSON.valueToTree(yaml);
  }
}
