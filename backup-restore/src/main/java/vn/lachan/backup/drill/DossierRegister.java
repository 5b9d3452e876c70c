package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.archive.RawName;
import vn.lachan.backup.repository.Sha256;

/**
 * What the one-stop system itself wrote about the files of a dossier: the marker's list {@code
 * thanhPhan} of {@code {"ten": "ket-qua.pdf", "sha256": "…", "soChuKy": 2}}. Parts that name no
 * file of the dossier (papers that were never scanned) say nothing here.
 */
record DossierRegister(List<Listed> listed, List<String> problems) {

  private static final long LARGEST = 16_000_000;

  /**
   * One file.
   *
   * @param path as manifests write it
   * @param sha256 empty when it does not say
   * @param signatures how many it was registered with; -1 when it does not say
   */
  record Listed(String path, String sha256, int signatures) {}

  static final DossierRegister NONE = new DossierRegister(List.of(), List.of());

  /** Reads the restored marker of {@code dossier}. What cannot be read is a problem. */
  static DossierRegister read(Path root, StratifiedSample.Unit dossier, String marker) {
    String path = dossier.path() + "/" + marker;
    Optional<Path> file =
        RawName.resolve(root, path).filter(Files::isRegularFile).filter(Files::isReadable);
    if (!dossier.dossier() || file.isEmpty()) {
      return NONE; // a missing marker is named by the comparison with the manifest
    }
    try {
      if (Files.size(file.get()) > LARGEST) {
        return wrong(path, "lớn quá " + LARGEST + " byte");
      }
      String text = new String(Files.readAllBytes(file.get()), StandardCharsets.UTF_8);
      return DrillJson.read(text, JsonNode.class)
          .map(meta -> new DossierRegister(listed(meta.path("thanhPhan"), dossier), List.of()))
          .orElseGet(() -> wrong(path, "không phải JSON"));
    } catch (IOException e) {
      return wrong(path, e.getClass().getSimpleName());
    }
  }

  private static DossierRegister wrong(String path, String why) {
    return new DossierRegister(
        List.of(), List.of(path + ": không đọc được danh mục của hồ sơ: " + why));
  }

  private static List<Listed> listed(JsonNode parts, StratifiedSample.Unit dossier) {
    Map<String, ManifestEntry> files =
        dossier.entries().stream()
            .filter(entry -> !entry.isLink())
            .collect(Collectors.toMap(ManifestEntry::path, Function.identity(), (a, b) -> a));
    List<Listed> listed = new ArrayList<>();
    for (JsonNode part : parts) {
      String path = dossier.path() + "/" + part.path("ten").asString("");
      if (files.containsKey(path)) {
        int signatures = part.path("soChuKy").isInt() ? part.path("soChuKy").asInt() : -1;
        listed.add(new Listed(path, part.path("sha256").asString(""), signatures));
      }
    }
    return listed;
  }

  /** Files whose restored content is not the registered one. */
  List<String> contradictions(Path root) {
    List<String> found = new ArrayList<>(problems);
    for (Listed one : listed) {
      Optional<Path> file = RawName.resolve(root, one.path()).filter(Files::isRegularFile);
      if (one.sha256().isEmpty() || file.isEmpty()) {
        continue;
      }
      try {
        if (!Sha256.of(file.get()).equals(one.sha256())) {
          found.add(one.path() + ": khác với danh mục của chính hồ sơ");
        }
      } catch (IOException e) {
        found.add(one.path() + ": không đọc được: " + e.getClass().getSimpleName());
      }
    }
    return found;
  }
}
