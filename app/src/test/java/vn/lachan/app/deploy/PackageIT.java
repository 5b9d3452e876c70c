package vn.lachan.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.EventJson;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.LuceneSettings;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.simulator.send.TrustedCertificate;

/**
 * [slow] The Debian package is installed by the real dpkg, started as its unit says, upgraded with
 * its data kept, removed and purged, all in a root folder of its own without any JDK of this
 * machine. The package of the forwarder is installed beside it, started as its unit says, and
 * forwards a file to the platform.
 *
 * <p>The cache of classes, a minute of processor time, is made and used only with {@code
 * -Dlachan.package.remember=true}; without it Java compiles little, to be done sooner.
 */
class PackageIT {
  private static final boolean REMEMBER = Boolean.getBoolean("lachan.package.remember");
  private static final String TOKEN = "token-for-tests-only";
  private static final String SETTINGS = "/etc/lachan/application.yml";
  private static final String UNITS = "/usr/lib/systemd/system/";
  private static final String LINE =
      "203.0.113.77 - - [22/Nov/2026:08:15:04 +0700] \"GET /dau-vet-cai-dat HTTP/1.1\" 404 153 \"-\" \"curl/8\"";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path packages;
  @TempDir Path mount;

  private int port;

  @Test
  void installsStartsKeepsItsDataOverAnUpgradeAndPurges() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "skipped: no dpkg on this machine");
    Optional<OverlaidRoot> made = OverlaidRoot.make(mount, packages);
    assumeTrue(made.isPresent(), "skipped: no overlay of the root folder here (needs root)");
    Path first = build("lachan", "9.0.1");
    Path second = build("lachan", "9.0.2");
    Path commune = build("lachan-forwarder", "9.0.1");
    port = freePort();
    try (OverlaidRoot root = made.orElseThrow()) {
      root.good("dpkg", "--install", inside(first));
      isInstalledAsPromised(root);
      writeSettings(root);
      runs(root, true, () -> true);

      root.good("dpkg", "--install", inside(second));
      assertThat(root.good("dpkg-query", "-W", "-f=${Version} ${Status}", "lachan"))
          .isEqualTo("9.0.2 install ok installed");
      assertThat(root.good("cat", SETTINGS)).as("settings are kept").contains(TOKEN);
      try (InstalledForwarder forwarder =
          InstalledForwarder.install(root, packages, inside(commune), freePort(), freePort())) {
        root.good("sh", "-c", "cat /tmp/packages/application.yml > " + SETTINGS);
        runs(root, false, forwarder::isDone);
        forwarder.ends();
      }
      theEventIsThere(root);
      root.good("dpkg", "--purge", "lachan-forwarder");
      for (String gone :
          List.of(
              "/var/lib/lachan-forwarder",
              "/etc/lachan-forwarder/application.yml",
              "/usr/bin/lachan-forwarder")) {
        assertThat(root.has(gone)).as(gone).isFalse();
      }
      assertThat(root.has("/etc/lachan-forwarder/tinh.pem"))
          .as("what the package did not bring")
          .isTrue();
      root.good("rm", "/etc/lachan/xa.pem");

      root.good("dpkg", "--remove", "lachan");
      assertThat(root.has("/usr/lib/lachan")).isFalse();
      assertThat(root.has("/usr/bin/lachan")).isFalse();
      assertThat(root.has("/var/lib/lachan/audit")).as("data stay").isTrue();
      assertThat(root.has(SETTINGS)).as("settings stay").isTrue();

      root.good("dpkg", "--purge", "lachan");
      for (String gone :
          List.of("/var/lib/lachan", "/var/cache/lachan", "/etc/lachan", "/etc/default/lachan")) {
        assertThat(root.has(gone)).as(gone).isFalse();
      }
      assertThat(root.run("getent", "passwd", "lachan").code()).as("the user").isEqualTo(2);
    }
  }

  private static void isInstalledAsPromised(OverlaidRoot root) throws Exception {
    assertThat(root.good("dpkg", "--verify", "lachan")).as("files that differ").isEmpty();
    assertThat(root.good("stat", "-c", "%U:%G %a", "/var/lib/lachan", SETTINGS, "/usr/lib/lachan"))
        .isEqualTo("lachan:lachan 700\nroot:lachan 640\nroot:root 755\n");
    assertThat(
            root.good(
                "find",
                "/usr/lib/lachan",
                "!",
                "-user",
                "root",
                "-o",
                "-perm",
                "/022",
                "!",
                "-type",
                "l"))
        .as("what others than root can change")
        .isEmpty();
    assertThat(root.good("getent", "passwd", "lachan")).contains(":/usr/sbin/nologin");
    assertThat(root.good("lachan", "settings", "check")).contains("thiết lập hợp lệ");
    if (root.has("/usr/bin/systemd-analyze")) {
      assertThat(root.good("systemd-analyze", "verify", UNITS + "lachan.service"))
          .as("what systemd says about the units")
          .doesNotContain("lachan.service:", "lachan-remember.service:");
      String score =
          root.good("systemd-analyze", "security", "--offline=true", UNITS + "lachan.service");
      Matcher level =
          Pattern.compile("exposure level for lachan.service: ([0-9.]+)").matcher(score);
      assertThat(level.find()).as(score).isTrue();
      assertThat(Double.parseDouble(level.group(1))).as("exposure of the unit").isLessThan(2.5);
    }
  }

  private void writeSettings(OverlaidRoot root) throws Exception {
    String source =
        """
            sources:
              - id: thu
                dataset: apache.access
                token: %s
        """
            .formatted(TOKEN)
            .stripTrailing();
    String changed =
        root.good("cat", SETTINGS)
            .replace("port: 8443", "port: " + port)
            .replaceFirst("    sources: \\[] .*", source);
    assertThat(changed).contains(TOKEN);
    Files.writeString(packages.resolve("application.yml"), changed);
    root.good("sh", "-c", "cat /tmp/packages/application.yml > " + SETTINGS);
    if (!REMEMBER) {
      root.good(
          "sh",
          "-c",
          "echo 'LACHAN_JAVA_OPTS=\"-Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1\"' >> /etc/default/lachan");
    }
  }

  /** Starts what the unit starts, waits until it is well, sends it an event, ends it. */
  private void runs(OverlaidRoot root, boolean send, Condition received) throws Exception {
    UnitFile unit = UnitFile.read(root.good("cat", UNITS + "lachan.service"));
    if (REMEMBER) {
      UnitFile beside = UnitFile.read(root.good("cat", UNITS + "lachan-remember.service"));
      root.good(beside.asItsUser("ExecStart").toArray(String[]::new));
      assertThat(root.good("ls", "/var/cache/lachan").lines()).hasSize(2);
    }
    Path log = Files.createTempFile(packages, "start", ".log");
    Process process = root.start(log, Map.of(), unit.asItsUser("ExecStart"));
    try {
      String address = "https://localhost:" + port;
      await(process, log, () -> Files.readString(log).contains("Lá Chắn: " + address));
      if (send) {
        root.good("cp", "/var/lib/lachan/keys/tls.crt", "/tmp/packages/tls.crt");
        sendEvent(address);
      }
      await(process, log, received);
      await(
          process,
          log,
          () -> {
            String health = root.good("lachan", "health", "--address", address);
            return health.contains("hoạt động") && health.matches("(?s).*chờ xử lý, byte +0\n.*");
          });
      process.destroy(); // as systemd does: SIGTERM
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ends when told to").isTrue();
      assertThat(process.exitValue()).isEqualTo(Integer.parseInt(unit.one("SuccessExitStatus")));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void sendEvent(String address) throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(TrustedCertificate.context(packages.resolve("tls.crt")))
            .build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + "/intake/ndjson"))
              .header("Authorization", "Bearer " + TOKEN)
              .POST(HttpRequest.BodyPublishers.ofString(LINE + "\n"))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  /** Looks into the events that both versions left behind. */
  private void theEventIsThere(OverlaidRoot root) throws Exception {
    root.good("cp", "-R", "/var/lib/lachan/events", "/tmp/packages/events");
    try (EventStore store =
        LuceneEventStore.open(packages.resolve("events"), LuceneSettings.DEFAULT)) {
      EventQuery query =
          new EventQuery("source.ip:203.0.113.77", TimeRange.ALL, OrganizationScope.PROVINCE);
      assertThat(store.search(query, Optional.empty(), 10).events())
          .singleElement()
          .satisfies(event -> assertThat(EventJson.toText(event)).contains("dau-vet-cai-dat"));
      EventQuery forwarded =
          new EventQuery(
              "log.source.id:" + InstalledForwarder.SOURCE,
              TimeRange.ALL,
              OrganizationScope.PROVINCE);
      assertThat(store.search(forwarded, Optional.empty(), 500).events())
          .as("the lines of the commune's file, each once")
          .extracting(event -> event.text("url.path"))
          .containsExactlyInAnyOrderElementsOf(InstalledForwarder.PATHS);
    }
  }

  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(Process process, Path log, Condition condition)
      throws IOException, InterruptedException {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        throw new AssertionError("the platform did not get so far:\n" + Files.readString(log));
      }
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  private Path build(String name, String version) throws IOException, InterruptedException {
    Path log = packages.resolve("build.log");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "../deploy/package.sh", name, packages.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("LACHAN_VERSION", version);
    builder.environment().put("LACHAN_COMPRESSION", "none");
    int code = builder.start().waitFor();
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    assertThat(code).as(String.join("\n", lines)).isZero();
    return Path.of(lines.getLast());
  }

  private static String inside(Path file) {
    return "/tmp/packages/" + file.getFileName();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
