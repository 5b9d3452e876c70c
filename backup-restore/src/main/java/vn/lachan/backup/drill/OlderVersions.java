package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import vn.lachan.backup.ManifestEntry;

/** Earlier contents of files, from earlier snapshots. */
interface OlderVersions {

  /** An earlier content of a file. */
  interface Older {
    String snapshot();

    /** Replaces {@code place}; false when the repository does not give it back. */
    boolean writeTo(Path place) throws IOException;
  }

  /** The newest other content of the file before the snapshot that is drilled. */
  Optional<Older> before(ManifestEntry entry);
}
