package vn.lachan.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bundle for places without network: signed, whole, and a list of all its parts. The packages
 * in it are {@link PackageIT}'s business and left out here.
 */
class BundleIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path JARS = Path.of("target", "lib.path");

  @TempDir Path folder;

  private record Ended(int code, String output) {}

  @Test
  void isSignedAndWholeAndListsItsParts() throws Exception {
    for (String needed : List.of("openssl", "unzip", "npm", "sha256sum")) {
      assumeTrue(
          run(folder, "sh", "-c", "command -v " + needed).code() == 0,
          "skipped: no " + needed + " on this machine");
    }
    assumeTrue(
        Files.isDirectory(Path.of("..", "ui", "node_modules", "react")),
        "skipped: the screens were not built here");
    makeKey();
    Path bundle = folder.resolve("bundle");
    Ended made =
        run(
            Path.of("."),
            "env",
            "LACHAN_PACKAGES=",
            "sh",
            "../deploy/bundle.sh",
            bundle.toString(),
            "--key",
            folder.resolve("key.p12").toString(),
            "--password-file",
            folder.resolve("password").toString());
    assertThat(made.code()).as(made.output()).isZero();

    everyJarIsListedWithALicence(bundle);
    everyPartOfTheScreensIsListedWithALicence(bundle);
    assertThat(bundle.resolve("licences/java/lucene-core-" + version("lucene-core"))).isDirectory();
    assertThat(bundle.resolve("licences/ui/react/LICENSE")).exists();
    assertThat(bundle.resolve("licences/jdk/java.base")).isDirectory();

    assertThat(verify(bundle).code()).isZero();
    assertThat(check(bundle).code()).isZero();
    assertThat(unsummed(bundle)).isEmpty();
    aChangeShows(bundle);
  }

  @Test
  void isNotMadeUnsignedByMistake() throws Exception {
    Ended made =
        run(Path.of("."), "sh", "../deploy/bundle.sh", folder.resolve("bundle").toString());
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.output()).contains("--unsigned");
    assertThat(folder.resolve("bundle")).doesNotExist();
  }

  private void makeKey() throws Exception {
    Files.writeString(folder.resolve("password"), "mat-khau-thu-nghiem");
    good(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=Phat hanh",
        "-keyout",
        "key.pem",
        "-out",
        "certificate.pem",
        "-days",
        "30");
    good(
        "openssl",
        "pkcs12",
        "-export",
        "-inkey",
        "key.pem",
        "-in",
        "certificate.pem",
        "-out",
        "key.p12",
        "-passout",
        "file:password");
  }

  private void everyJarIsListedWithALicence(Path bundle) throws IOException {
    Set<String> listed = new TreeSet<>();
    for (JsonNode part : parts(bundle, "java")) {
      if (!part.path("group").asString().equals("vn.lachan")) {
        assertThat(part.path("licenses").isEmpty()).as(part.path("purl").asString()).isFalse();
      }
      listed.add(part.path("name").asString() + "-" + part.path("version").asString() + ".jar");
    }
    List<String> shipped =
        Stream.of(Files.readString(JARS).strip().split(":"))
            .map(jar -> Path.of(jar).getFileName().toString())
            .toList();
    assertThat(shipped).hasSizeGreaterThan(150);
    assertThat(listed).containsAll(shipped);
  }

  private static void everyPartOfTheScreensIsListedWithALicence(Path bundle) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode part : parts(bundle, "ui")) {
      assertThat(part.path("licenses").isEmpty()).as(part.path("purl").asString()).isFalse();
      names.add(part.path("name").asString());
    }
    assertThat(names).contains("react", "antd", "echarts").doesNotContain("vitest");
  }

  private static JsonNode parts(Path bundle, String name) throws IOException {
    JsonNode list = JSON.readTree(Files.readString(bundle.resolve("sbom/" + name + ".cdx.json")));
    assertThat(list.path("bomFormat").asString()).isEqualTo("CycloneDX");
    return list.path("components");
  }

  private static String version(String jar) throws IOException {
    return Stream.of(Files.readString(JARS).strip().split(":"))
        .map(path -> Path.of(path).getFileName().toString())
        .filter(name -> name.startsWith(jar + "-"))
        .map(name -> name.substring(jar.length() + 1, name.length() - ".jar".length()))
        .findFirst()
        .orElseThrow();
  }

  /** Files of the bundle without a checksum, besides the checksums themselves. */
  private static Set<String> unsummed(Path bundle) throws IOException {
    Set<String> summed =
        Files.readAllLines(bundle.resolve("SHA256SUMS")).stream()
            .map(line -> line.substring(66))
            .collect(Collectors.toSet());
    try (Stream<Path> files = Files.walk(bundle)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> bundle.relativize(file).toString())
          .filter(name -> !name.startsWith("SHA256SUMS") && !summed.contains(name))
          .collect(Collectors.toSet());
    }
  }

  private void aChangeShows(Path bundle) throws Exception {
    Files.writeString(bundle.resolve("application.yml"), "# thêm\n", StandardOpenOption.APPEND);
    assertThat(check(bundle).output()).contains("application.yml: FAILED");
    Files.writeString(bundle.resolve("SHA256SUMS"), "\n", StandardOpenOption.APPEND);
    assertThat(verify(bundle).code()).isNotZero();
  }

  private Ended verify(Path bundle) throws Exception {
    return run(
        bundle,
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "SHA256SUMS.p7s",
        "-content",
        "SHA256SUMS",
        "-CAfile",
        folder.resolve("certificate.pem").toString(),
        "-purpose",
        "any",
        "-out",
        "/dev/null");
  }

  private static Ended check(Path bundle) throws Exception {
    return run(bundle, "sha256sum", "--quiet", "-c", "SHA256SUMS");
  }

  private void good(String... command) throws Exception {
    Ended ended = run(folder, command);
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  private static Ended run(Path where, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
