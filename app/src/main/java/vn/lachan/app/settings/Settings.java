package vn.lachan.app.settings;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All settings below {@code lachan.}. An unknown key stops the start.
 *
 * @param data folder of everything the platform writes
 * @param demo true for the demonstration: says so on every screen and needs no second factor
 */
@ConfigurationProperties(prefix = "lachan", ignoreUnknownFields = false)
public record Settings(
    @DefaultValue("data") Path data,
    @DefaultValue("false") boolean demo,
    @DefaultValue RegistrySettings registry,
    @DefaultValue DatabaseSettings database,
    @DefaultValue StoreSettings store,
    @DefaultValue HandOverSettings handOver,
    @DefaultValue JournalSettings journal,
    @DefaultValue InputSettings inputs,
    @DefaultValue ForwardSettings forward,
    @DefaultValue SourceWatchSettings sourceWatch,
    @DefaultValue DetectionSettings detection,
    @DefaultValue SecuritySettings security,
    @DefaultValue BackupSettings backup,
    @DefaultValue PlaybookSettings playbooks,
    @DefaultValue IncidentSettings incidents,
    @DefaultValue SigningSettings signing,
    @DefaultValue NoticeSettings notices) {

  /** A folder below {@link #data()}. */
  public Path folder(String name) {
    return data.toAbsolutePath().normalize().resolve(name);
  }
}
