package vn.lachan.app.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.tables.RegistryBase;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.collector.geo.GeoTables;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.registry.RegistryLoad;

/** What all the rest stands on: time, the audit trail, the province. */
@Configuration
class GroundWiring {
  private static final Logger LOG = LoggerFactory.getLogger(GroundWiring.class);

  @Bean
  Clock clock() {
    return Clock.system(java.time.ZoneId.of("Asia/Ho_Chi_Minh"));
  }

  @Bean
  FileAuditTrail auditTrail(Settings settings, Clock clock) {
    FileAuditTrail trail =
        FileAuditTrail.open(
            settings.folder("audit"),
            settings.folder("keys"),
            FileAuditTrail.Settings.DEFAULTS,
            clock);
    trail
        .recovered()
        .forEach(torn -> LOG.warn("cut {} bytes of a record torn by a crash", torn.bytes()));
    return trail;
  }

  /** Where addresses are; filled by {@link vn.lachan.app.tables.TablesInForce}. */
  @Bean
  GeoTables geoTables() {
    return new GeoTables();
  }

  /** The files of the settings, or of the sample province. */
  @Bean
  RegistryBase registryBase(Settings settings, ConfigurableListableBeanFactory beans) {
    Optional<Path> folder = settings.registry().chosenFolder();
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : RegistryFiles.NAMES) {
      folder
          .map(it -> inFolder(it, name))
          .orElseGet(() -> RegistryFiles.sampleContent(name))
          .ifPresent(content -> files.put(name, content));
    }
    return new RegistryBase(files, !beans.containsBeanDefinition("registry"));
  }

  private static Optional<byte[]> inFolder(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new StartException("cannot read " + file + ": " + e.getMessage());
    }
  }

  /** A demonstration brings its own registry. */
  @Bean
  @ConditionalOnMissingBean
  Registry registry(Settings settings) {
    RegistryLoad load =
        settings
            .registry()
            .chosenFolder()
            .map(RegistryFiles::load)
            .orElseGet(RegistryFiles::sample);
    return switch (load) {
      case RegistryLoad.Loaded(Registry registry) -> registry;
      case RegistryLoad.Rejected rejected ->
          throw new StartException(
              "the registry was refused:\n  "
                  + rejected.problems().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining("\n  ")));
    };
  }
}
