package vn.lachan.backup.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.lachan.backup.ManifestEntry;

/**
 * Judges dossiers that came back: each file against the manifest, each dossier against its own
 * register, each signature for itself, and how many there are against how many there should be.
 * Dossiers from a repository and negative controls go through this alike.
 */
final class RestoredDossiers {

  /**
   * What was found.
   *
   * @param register files that are not what their dossier's register says
   * @param expected how many signatures each file should have, where that is known
   * @param signatures what was found of them; nothing when nobody looked
   * @param lacking files with fewer signatures than they should have, with both numbers
   * @param broken signatures that do not hold
   */
  record Judgement(
      ManifestComparison.Found files,
      List<String> register,
      Map<String, Integer> expected,
      DossierSignatures.Found signatures,
      List<String> lacking,
      List<String> broken) {}

  private static final DossierSignatures.Found NOBODY_LOOKED =
      new DossierSignatures.Found(Map.of(), List.of());

  private final String marker;
  private final Optional<DossierSignatures> signatures;
  private final Map<String, Integer> known;

  /**
   * @param signatures looks at signatures, where somebody does
   * @param known how many signatures files have of which that is proven already
   */
  RestoredDossiers(
      String marker, Optional<DossierSignatures> signatures, Map<String, Integer> known) {
    this.marker = marker;
    this.signatures = signatures;
    this.known = Map.copyOf(known);
  }

  /** Only whether the files are those of the manifest. */
  static ManifestComparison.Found files(Path root, List<StratifiedSample.Unit> units) {
    List<ManifestEntry> entries = units.stream().flatMap(unit -> unit.entries().stream()).toList();
    return new ManifestComparison(root, entries).all();
  }

  Judgement judge(Path root, List<StratifiedSample.Unit> units) {
    List<String> contradictions = new ArrayList<>();
    Map<String, Integer> expected = new HashMap<>(known);
    for (StratifiedSample.Unit unit : units) {
      DossierRegister register = DossierRegister.read(root, unit, marker);
      contradictions.addAll(register.contradictions(root));
      register.listed().stream()
          .filter(listed -> listed.signatures() >= 0)
          .forEach(listed -> expected.put(listed.path(), listed.signatures()));
    }
    DossierSignatures.Found found = signatures.map(s -> s.folder(root)).orElse(NOBODY_LOOKED);
    return new Judgement(
        files(root, units),
        contradictions,
        expected,
        found,
        signatures.isPresent() ? lacking(expected, found, units) : List.of(),
        broken(found));
  }

  private static List<String> lacking(
      Map<String, Integer> expected,
      DossierSignatures.Found found,
      List<StratifiedSample.Unit> units) {
    List<String> lacking = new ArrayList<>();
    for (StratifiedSample.Unit unit : units) {
      for (ManifestEntry entry : unit.entries()) {
        int wanted = expected.getOrDefault(entry.path(), 0);
        int has = found.perFile().getOrDefault(entry.path().substring(1), 0);
        if (has < wanted) {
          lacking.add(entry.path() + ": còn " + has + " chữ ký, phải có " + wanted);
        }
      }
    }
    return lacking;
  }

  private static List<String> broken(DossierSignatures.Found found) {
    return found.signatures().stream()
        .filter(signature -> signature.state() == DossierSignatures.State.INVALID)
        .map(signature ->
            "/%s: chữ ký %s của %s không hợp lệ: %s"
                .formatted(
                    signature.file(),
                    signature.kind(),
                    signature.signer().isEmpty() ? "người không rõ" : signature.signer(),
                    String.join("; ", signature.reasons())))
        .toList();
  }
}
