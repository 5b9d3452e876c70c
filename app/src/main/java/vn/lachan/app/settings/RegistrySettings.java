package vn.lachan.app.settings;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the province's data lie, and tables that are replaced while the platform runs.
 *
 * @param folder folder with units.csv, systems.yml and the rest; without it the sample province
 * @param versions versions of each replaced table whose content is kept
 * @param tableSize largest table that is taken
 * @param geoCache addresses whose place is remembered, for each database of places
 */
public record RegistrySettings(
    @Nullable Path folder,
    @DefaultValue("20") int versions,
    @DefaultValue("128MB") DataSize tableSize,
    @DefaultValue("16384") int geoCache) {
  public RegistrySettings {
    if (versions < 2) {
      throw new IllegalArgumentException("at least 2 versions are kept, to be able to go back");
    }
  }

  public Optional<Path> chosenFolder() {
    return Optional.ofNullable(folder);
  }
}
