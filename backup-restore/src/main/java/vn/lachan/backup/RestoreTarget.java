package vn.lachan.backup;

import java.nio.file.Path;
import java.util.List;
import vn.lachan.backup.archive.Extractor;

/**
 * Where and how to restore.
 *
 * @param folder the full paths of the snapshot are made below it; {@code /} for in place
 * @param only restore only these paths and what is below them; empty for everything
 * @param existing what happens to what is there already
 * @param verify read every written file again and compare
 */
public record RestoreTarget(
    Path folder, List<String> only, Extractor.Existing existing, boolean verify) {

  public RestoreTarget {
    only = List.copyOf(only);
  }
}
