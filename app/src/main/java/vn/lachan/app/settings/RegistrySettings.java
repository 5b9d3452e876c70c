package vn.lachan.app.settings;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the province's data lie.
 *
 * @param folder folder with units.csv, systems.yml and the rest; without it the sample province
 */
public record RegistrySettings(@Nullable Path folder) {

  public Optional<Path> chosenFolder() {
    return Optional.ofNullable(folder);
  }
}
