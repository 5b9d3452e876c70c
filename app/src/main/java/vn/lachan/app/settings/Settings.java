package vn.lachan.app.settings;

import java.nio.file.Path;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All settings below {@code lachan.}. An unknown key stops the start.
 *
 * @param data folder of everything the platform writes
 * @param roles what this process does beside the screens: with Kafka it may be one of both
 * @param demo true for the demonstration: says so on every screen and needs no second factor
 */
@ConfigurationProperties(prefix = "lachan", ignoreUnknownFields = false)
public record Settings(
    @DefaultValue("data") Path data,
    @DefaultValue({"COLLECT", "DETECT"}) Set<Role> roles,
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

  /** What a process does beside the screens. */
  public enum Role {
    /** Takes logs and hands them over. */
    COLLECT,
    /** Reads what was handed over, stores it and looks at it with the rules. */
    DETECT
  }

  public Settings {
    roles = Set.copyOf(roles);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("lachan.roles names COLLECT, DETECT or both");
    }
    if (roles.size() < Role.values().length && handOver.kind() != HandOverSettings.Kind.KAFKA) {
      throw new IllegalArgumentException(
          "lachan.roles: a process that does not do both needs lachan.hand-over.kind: KAFKA");
    }
  }

  public boolean collects() {
    return roles.contains(Role.COLLECT);
  }

  public boolean detects() {
    return roles.contains(Role.DETECT);
  }

  /** A folder below {@link #data()}. */
  public Path folder(String name) {
    return data.toAbsolutePath().normalize().resolve(name);
  }

  /** The key under which citizen numbers are replaced. */
  public Path pseudonymKey() {
    Path given = security.pseudonymKey();
    return given == null ? folder("keys").resolve("pseudonym.key") : given;
  }
}
