package vn.lachan.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

class SettingsTest {

  @Test
  void hasDefaultsForEverything() {
    Settings settings = bind(new MapPropertySource("empty", Map.of("lachan.data", "data")));
    assertThat(settings.store().kind()).isEqualTo(StoreSettings.Kind.LUCENE);
    assertThat(settings.incidents().sealedEvents()).isEqualTo(100_000);
    assertThat(settings.signing().key()).isNull();
    assertThat(settings.store().retention()).isEqualTo(Duration.ofDays(365));
    assertThat(settings.handOver().kind()).isEqualTo(HandOverSettings.Kind.JOURNAL);
    assertThat(settings.handOver().kafka().partitions()).isEqualTo(12);
    assertThat(settings.collects() && settings.detects()).isTrue();
    assertThat(settings.detection().follow()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.journal().limit()).isEqualTo(DataSize.ofGigabytes(2));
    assertThat(settings.inputs().address()).isEqualTo("127.0.0.1");
    assertThat(settings.inputs().syslogTcp().enabled()).isFalse();
    assertThat(settings.security().secondFactor()).isTrue();
    assertThat(settings.security().attempts()).isEqualTo(5);
    assertThat(settings.detection().builtIn()).isTrue();
    assertThat(settings.detection().placeholders()).isEmpty();
    assertThat(settings.detection().baseline().blind()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.playbooks().hosts()).isEmpty();
    assertThat(settings.backup().server().enabled()).isFalse();
    assertThat(settings.backup().server().quota()).isEqualTo(DataSize.ofGigabytes(500));
    assertThat(settings.backup().server().accounts()).isEmpty();
    assertThat(settings.playbooks().signers()).isEmpty();
  }

  @Test
  void mapsEveryKey() {
    Settings settings =
        bind(
            new MapPropertySource(
                "full",
                Map.ofEntries(
                    Map.entry("lachan.data", "/srv/lachan"),
                    Map.entry("lachan.store.kind", "ELASTICSEARCH"),
                    Map.entry("lachan.store.retention", "90d"),
                    Map.entry("lachan.store.elasticsearch.urls", "https://es:9200"),
                    Map.entry("lachan.journal.sync-every", "5ms"),
                    Map.entry("lachan.hand-over.kind", "KAFKA"),
                    Map.entry("lachan.hand-over.kafka.servers", "k1:9092,k2:9092"),
                    Map.entry("lachan.hand-over.kafka.client-file", "/etc/lachan/k.properties"),
                    Map.entry("lachan.hand-over.kafka.replicas", "3"),
                    Map.entry("lachan.hand-over.kafka.in-sync", "2"),
                    Map.entry("lachan.inputs.sources[0].kafka.servers", "k9:9092"),
                    Map.entry("lachan.inputs.sources[0].kafka.topics", "lgsp.a,lgsp.b"),
                    Map.entry("lachan.inputs.syslog-tls.enabled", "true"),
                    Map.entry("lachan.inputs.syslog-tls.port", "6514"),
                    Map.entry("lachan.inputs.sources[0].id", "motcua"),
                    Map.entry("lachan.inputs.sources[0].dataset", "dvc.motcua"),
                    Map.entry("lachan.inputs.sources[0].expected-gap", "10m"),
                    Map.entry("lachan.detection.correlation.memory", "32MB"),
                    Map.entry("lachan.detection.baseline.keys-per-rule", "500"),
                    Map.entry("lachan.detection.rulebook.longest-exemption", "30d"),
                    Map.entry("lachan.detection.placeholders.admins[0]", "root"),
                    Map.entry("lachan.security.lock", "1h"),
                    Map.entry("lachan.incidents.sealed-events", "5000"),
                    Map.entry("lachan.signing.key", "/etc/lachan/ky.p12"),
                    Map.entry("lachan.signing.password-file", "/etc/lachan/ky.mk"),
                    Map.entry("lachan.signing.timestamps", "http://tsa.example.vn"),
                    Map.entry("lachan.backup.plans", "/etc/lachan/sao-luu.yml"),
                    Map.entry("lachan.backup.reread-within", "14d"),
                    Map.entry("lachan.backup.prune-grace", "3d"),
                    Map.entry("lachan.backup.longest-backup", "12h"),
                    Map.entry("lachan.backup.approval-valid", "24h"),
                    Map.entry("lachan.backup.lease", "90s"),
                    Map.entry("lachan.backup.server.enabled", "true"),
                    Map.entry("lachan.backup.server.folder", "/srv/kho"),
                    Map.entry("lachan.backup.server.quota", "1TB"),
                    Map.entry("lachan.backup.server.largest-file", "64MB"),
                    Map.entry("lachan.backup.server.free-space", "1GB"),
                    Map.entry("lachan.backup.server.at-once", "4"),
                    Map.entry("lachan.backup.server.accounts[0].name", "xa-1"),
                    Map.entry("lachan.backup.server.accounts[0].password-hash", "$argon2id$x"),
                    Map.entry("lachan.backup.server.accounts[0].repositories", "xa-1,chung"),
                    Map.entry("lachan.backup.server.accounts[0].right", "READ"),
                    Map.entry("lachan.playbooks.signers[0].keys[0]", "/etc/lachan/ky.pem"),
                    Map.entry("lachan.playbooks.hosts", "a.example,b.example"))));
    assertThat(settings.data()).isEqualTo(Path.of("/srv/lachan"));
    assertThat(settings.store().elasticsearch().urls()).hasSize(1);
    assertThat(settings.store().retention()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.journal().syncEvery()).isEqualTo(Duration.ofMillis(5));
    assertThat(settings.handOver().kind()).isEqualTo(HandOverSettings.Kind.KAFKA);
    assertThat(settings.handOver().kafka().servers()).containsExactly("k1:9092", "k2:9092");
    assertThat(settings.handOver().kafka().clientFile())
        .isEqualTo(Path.of("/etc/lachan/k.properties"));
    assertThat(settings.handOver().kafka().replicas()).isEqualTo((short) 3);
    assertThat(settings.inputs().sources().getFirst().kafka().topics())
        .containsExactly("lgsp.a", "lgsp.b");
    assertThat(settings.inputs().syslogTls().port()).isEqualTo(6514);
    assertThat(settings.inputs().sources().getFirst().expectedGap())
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.detection().correlation().memory()).isEqualTo(DataSize.ofMegabytes(32));
    assertThat(settings.detection().correlation().groups()).isEqualTo(1_000_000);
    assertThat(settings.detection().baseline().keysPerRule()).isEqualTo(500);
    assertThat(settings.detection().rulebook().longestExemption()).isEqualTo(Duration.ofDays(30));
    assertThat(settings.detection().placeholders()).containsEntry("admins", List.of("root"));
    assertThat(settings.security().lock()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.playbooks().hosts()).isEqualTo(List.of("a.example", "b.example"));
    assertThat(settings.backup().plans()).isEqualTo(Path.of("/etc/lachan/sao-luu.yml"));
    assertThat(settings.backup().rereadWithin()).isEqualTo(Duration.ofDays(14));
    assertThat(settings.backup().pruneGrace()).isEqualTo(Duration.ofDays(3));
    assertThat(settings.backup().longestBackup()).isEqualTo(Duration.ofHours(12));
    assertThat(settings.backup().approvalValid()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.backup().lease()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.backup().server())
        .isEqualTo(
            new BackupServerSettings(
                true,
                Path.of("/srv/kho"),
                DataSize.ofTerabytes(1),
                DataSize.ofMegabytes(64),
                DataSize.ofGigabytes(1),
                4,
                List.of(
                    new BackupServerSettings.Account(
                        "xa-1",
                        "$argon2id$x",
                        List.of("xa-1", "chung"),
                        BackupServerSettings.Right.READ))));
    assertThat(settings.playbooks().signers())
        .containsExactly(new PlaybookSettings.Signers("", List.of(Path.of("/etc/lachan/ky.pem"))));
  }

  @Test
  void anUnknownKeyIsRefusedByName() {
    assertThatExceptionOfType(BindException.class)
        .isThrownBy(
            () -> bind(new MapPropertySource("typo", Map.of("lachan.store.retentoin", "90d"))))
        .havingRootCause()
        .withMessageContaining("lachan.store.retentoin");
  }

  @Test
  void theFileForAdministratorsHoldsOnlyKnownKeysAndTheDefaults() throws IOException {
    List<PropertySource<?>> file =
        new YamlPropertySourceLoader()
            .load("deploy", new FileSystemResource(Path.of("..", "deploy", "application.yml")));
    assertThat(bind(file.getFirst()))
        .isEqualTo(bind(new MapPropertySource("empty", Map.of("lachan.data", "data"))));
  }

  private static Settings bind(PropertySource<?> source) {
    return new Binder(ConfigurationPropertySources.from(source))
        .bind(
            "lachan",
            org.springframework.boot.context.properties.bind.Bindable.of(Settings.class),
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
        .get();
  }
}
