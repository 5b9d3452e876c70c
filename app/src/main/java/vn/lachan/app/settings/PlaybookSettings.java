package vn.lachan.app.settings;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Playbooks.
 *
 * @param folders folders with CACAO playbooks beside the built-in ones
 * @param hosts hosts that http-api steps may call; none unless listed
 */
public record PlaybookSettings(
    @DefaultValue({}) List<Path> folders, @DefaultValue({}) List<String> hosts) {
  public PlaybookSettings {
    folders = List.copyOf(folders);
    hosts = List.copyOf(hosts);
  }
}
