package vn.lachan.app.tables;

import java.util.Map;

/**
 * The tables as they are before anybody replaces one.
 *
 * @param files content by name
 * @param given whether the registry was made by whoever started the platform, with a calendar of
 *     its own
 */
public record RegistryBase(Map<String, byte[]> files, boolean given) {
  public RegistryBase {
    files = Map.copyOf(files);
  }
}
