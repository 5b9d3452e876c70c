package vn.lachan.backup.drill;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Looks at the signatures of restored dossiers. Never throws for what is in a file. */
public interface DossierSignatures {

  /** What one signature is worth. */
  enum State {
    VALID,
    INVALID,
    UNDECIDABLE
  }

  /**
   * One signature.
   *
   * @param file below the folder that was looked at, with {@code /}
   * @param signer for people; empty when nobody can be told
   * @param family for people
   * @param reasons why it is not valid, in Vietnamese; empty when it is
   */
  record Signature(
      String file, String kind, String signer, String family, State state, List<String> reasons) {
    public Signature {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * What was found.
   *
   * @param perFile every file that can carry signatures, with how many it has, also none
   */
  record Found(Map<String, Integer> perFile, List<Signature> signatures) {
    public Found {
      perFile = Map.copyOf(perFile);
      signatures = List.copyOf(signatures);
    }
  }

  /** All files below {@code folder}. */
  Found folder(Path folder);

  /** How many signatures {@code file} has. */
  int count(Path file);

  /**
   * Writes full reports on signatures that are not valid.
   *
   * @return whether any was written
   */
  boolean report(Path root, List<String> files, Path folder);
}
