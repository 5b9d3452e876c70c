package vn.lachan.simulator;

import java.util.List;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.registry.RegistryLoad;

/** Registries that tests play in. */
final class Provinces {
  private Provinces() {}

  static Registry sample() {
    return switch (RegistryFiles.sample()) {
      case RegistryLoad.Loaded(Registry registry) -> registry;
      case RegistryLoad.Rejected(List<RegistryLoad.Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }
}
