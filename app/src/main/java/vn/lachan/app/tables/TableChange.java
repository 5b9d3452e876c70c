package vn.lachan.app.tables;

import java.util.List;
import vn.lachan.registry.RegistryLoad;

/** What came of a change: the new version is in force, or the old one still is. */
public sealed interface TableChange {
  record InForce(TableVersion version) implements TableChange {}

  /** Nothing changed. */
  record Refused(List<RegistryLoad.Problem> problems) implements TableChange {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
