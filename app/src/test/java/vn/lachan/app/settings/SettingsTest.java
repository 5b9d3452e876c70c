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
    assertThat(settings.store().retention()).isEqualTo(Duration.ofDays(365));
    assertThat(settings.journal().limit()).isEqualTo(DataSize.ofGigabytes(2));
    assertThat(settings.inputs().address()).isEqualTo("127.0.0.1");
    assertThat(settings.inputs().syslogTcp().enabled()).isFalse();
    assertThat(settings.security().secondFactor()).isTrue();
    assertThat(settings.security().attempts()).isEqualTo(5);
    assertThat(settings.detection().builtIn()).isTrue();
    assertThat(settings.playbooks().hosts()).isEmpty();
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
                    Map.entry("lachan.inputs.syslog-tls.enabled", "true"),
                    Map.entry("lachan.inputs.syslog-tls.port", "6514"),
                    Map.entry("lachan.inputs.sources[0].id", "motcua"),
                    Map.entry("lachan.inputs.sources[0].dataset", "dvc.motcua"),
                    Map.entry("lachan.inputs.sources[0].expected-gap", "10m"),
                    Map.entry("lachan.security.lock", "1h"),
                    Map.entry("lachan.playbooks.signers[0].keys[0]", "/etc/lachan/ky.pem"),
                    Map.entry("lachan.playbooks.hosts", "a.example,b.example"))));
    assertThat(settings.data()).isEqualTo(Path.of("/srv/lachan"));
    assertThat(settings.store().elasticsearch().urls()).hasSize(1);
    assertThat(settings.store().retention()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.journal().syncEvery()).isEqualTo(Duration.ofMillis(5));
    assertThat(settings.inputs().syslogTls().port()).isEqualTo(6514);
    assertThat(settings.inputs().sources().getFirst().expectedGap())
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.security().lock()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.playbooks().hosts()).isEqualTo(List.of("a.example", "b.example"));
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
