package vn.lachan.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.app.tls.TlsIdentity;
import vn.lachan.audit.Actor;
import vn.lachan.incidents.delivery.TestMailServer;

/**
 * One platform and one browser for all tests that bring their own incidents and mind no others. It
 * starts with the first of them and ends with the whole run of tests.
 */
final class SharedPlatform implements BeforeAllCallback {
  static final String COMMUNE = "00721";
  static final String OTHER = "00694";

  /**
   * Small, so that a test can send more; {@code -Dlachan.evidence.megabytes=2048} tries what an
   * installation has by default.
   */
  static final DataSize EVIDENCE_LIMIT =
      DataSize.ofMegabytes(Long.getLong("lachan.evidence.megabytes", 64));

  /** A forwarder the platform knows. */
  static final String FORWARDER = "xa-thu";

  /** A source of {@link #COMMUNE} that is silent after three seconds. */
  static final String QUIET = "hay-im";

  private static volatile Started started;

  private record Started(
      Path folder, TestPlatform platform, TestMailServer mail, Optional<TestBrowser> browser)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      browser.ifPresent(TestBrowser::close);
      platform.close();
      mail.close();
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    started =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(SharedPlatform.class))
            .computeIfAbsent("platform", key -> start(), Started.class);
  }

  static TestPlatform platform() {
    return started.platform();
  }

  /** Where the platform's mail goes. */
  static TestMailServer mail() {
    return started.mail();
  }

  /** The browser; whoever asks for it is skipped where there is none. */
  static TestBrowser browser() {
    Assumptions.assumeTrue(
        started.browser().isPresent(), "no Chromium on this machine: apt-get install chromium");
    return started.browser().orElseThrow();
  }

  private static Started start() {
    try {
      Path folder = Files.createTempDirectory("lachan-shared");
      Path playbooks = Files.createDirectories(folder.resolve("kich-ban"));
      for (CautiousPlaybook playbook : CautiousPlaybook.values()) {
        Files.writeString(playbooks.resolve(playbook.name() + ".json"), playbook.json());
      }
      Files.writeString(playbooks.resolve("thu.json"), TellingPlaybook.json());
      TestMailServer mail = TestMailServer.plain();
      TestPlatform platform =
          TestPlatform.start(folder.resolve("data"), settings(folder, playbooks, mail));
      people(platform);
      return new Started(
          folder,
          platform,
          mail,
          TestBrowser.chromium().map(found -> TestBrowser.open(platform.address())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TlsIdentity commune(Path folder) {
    return TlsIdentity.ensure(folder.resolve("xa").resolve("keys"), Clock.systemUTC(), FORWARDER);
  }

  /** The data folder of the one forwarder the platform knows; its certificate is there. */
  static Path communeFolder() {
    return started.folder().resolve("xa");
  }

  private static Map<String, String> settings(Path folder, Path playbooks, TestMailServer mail)
      throws IOException {
    Map<String, String> settings = new HashMap<>(TestSigningKey.settings(folder));
    settings.putAll(
        Map.ofEntries(
            Map.entry("lachan.playbooks.folders[0]", playbooks.toString()),
            Map.entry("lachan.notices.address", "https://lachan.tuyenquang.gov.vn"),
            Map.entry("lachan.notices.domains[0]", "tuyenquang.gov.vn"),
            Map.entry("lachan.notices.mailboxes[0].name", TellingPlaybook.MAILBOX),
            Map.entry("lachan.notices.mailboxes[0].addresses[0]", "truc.ban@tuyenquang.gov.vn"),
            Map.entry("lachan.notices.smtp.host", "localhost"),
            Map.entry("lachan.notices.smtp.port", String.valueOf(mail.port())),
            Map.entry("lachan.notices.smtp.security", "NONE"),
            Map.entry("lachan.notices.smtp.from", "la-chan@tuyenquang.gov.vn"),
            Map.entry("lachan.incidents.evidence-limit", EVIDENCE_LIMIT.toString()),
            Map.entry("lachan.inputs.forward.enabled", "true"),
            Map.entry("lachan.inputs.forwarders[0].name", FORWARDER),
            Map.entry("lachan.inputs.forwarders[0].organization", COMMUNE),
            Map.entry(
                "lachan.inputs.forward-authorities", commune(folder).certificateFile().toString()),
            Map.entry("lachan.source-watch.every", "500ms"),
            Map.entry("lachan.source-watch.settle", "1s"),
            Map.entry("lachan.inputs.sources[4].id", QUIET),
            Map.entry("lachan.inputs.sources[4].name", "Máy hay im"),
            Map.entry("lachan.inputs.sources[4].dataset", "json"),
            Map.entry("lachan.inputs.sources[4].organization", COMMUNE),
            Map.entry("lachan.inputs.sources[4].token", TestPlatform.TOKEN + "-" + QUIET),
            Map.entry("lachan.inputs.sources[4].expected-gap", "3s")));
    return settings;
  }

  private static void people(TestPlatform platform) {
    platform.account("phan.tich", "ca-tinh", Role.PHAN_TICH);
    platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
    platform.account("dieu.phoi.hai", "ca-tinh", Role.DIEU_PHOI);
    platform.account("dieu.phoi.ba", "ca-tinh", Role.DIEU_PHOI);
    platform.account("dieu.phoi.tu", "ca-tinh", Role.DIEU_PHOI);
    platform.account("xa.mot", COMMUNE, Role.VAN_HANH);
    platform.account("xa.hai", OTHER, Role.VAN_HANH);
    platform.account("quan.tri", "ca-tinh", Role.QUAN_TRI);
    platform.account("chu.quan", "ca-tinh", Role.CHU_QUAN);
    platform
        .get(Accounts.class)
        .create(
            Actor.PLATFORM,
            "hai.vai",
            "Người giữ hai vai",
            "ca-tinh",
            Set.of(Role.DIEU_PHOI, Role.CHU_QUAN),
            TestPlatform.PASSWORD);
  }
}
