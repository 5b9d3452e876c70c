package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.archive.RawName;

/**
 * Something wrong, made on purpose in copies of restored dossiers, that the drill must notice by
 * the same means by which it judges what was restored. A drill that misses one proves nothing.
 */
sealed interface DrillControl {

  /** All of them, in the order in which they are tried. */
  static List<DrillControl> all() {
    return List.of(
        new PlantedCorruption(), new RemovedSignature(), new SwappedPdf(), new StaleDump());
  }

  /** For programs. */
  String kind();

  /** For people. */
  String title();

  /** Makes it wrong in {@code bench} and judges. */
  DrillProof.Control attempt(ControlBench bench) throws IOException;

  /** Makes it wrong and judges; that it could not be made is a miss, with the reason. */
  default DrillProof.Control run(ControlBench bench) {
    try {
      return attempt(bench);
    } catch (IOException e) {
      return new DrillProof.Control(
          kind(), title(), DrillProof.Caught.MISSED, "", "không dựng được đối chứng: " + e);
    }
  }

  private static DrillProof.Control done(
      DrillControl control, boolean caught, String subject, String how) {
    return new DrillProof.Control(
        control.kind(),
        control.title(),
        caught ? DrillProof.Caught.CAUGHT : DrillProof.Caught.MISSED,
        subject,
        caught ? how : "KHÔNG bị phát hiện");
  }

  private static DrillProof.Control notApplicable(DrillControl control, String why) {
    return new DrillProof.Control(
        control.kind(), control.title(), DrillProof.Caught.NOT_APPLICABLE, "", why);
  }

  /** One flipped bit. */
  record PlantedCorruption() implements DrillControl {
    @Override
    public String kind() {
      return "corruption";
    }

    @Override
    public String title() {
      return "Tệp bị hỏng một bit";
    }

    @Override
    public DrillProof.Control attempt(ControlBench bench) throws IOException {
      for (StratifiedSample.Unit unit : bench.units()) {
        Path root = bench.copy(kind(), List.of(unit));
        Optional<PlantedDamage> damage = PlantedDamage.plant(root, unit.entries(), bench.random());
        if (damage.isPresent()) {
          String path = damage.get().entry().path();
          boolean seen = bench.judge(root, List.of(unit)).files().differing().contains(path);
          return done(this, seen, path, "mã băm khác bản kê");
        }
      }
      return notApplicable(this, "không có tệp nào có nội dung trở lại");
    }
  }

  /** A signature taken out of a file. */
  record RemovedSignature() implements DrillControl {
    @Override
    public String kind() {
      return "signature";
    }

    @Override
    public String title() {
      return "Chữ ký số bị gỡ";
    }

    @Override
    public DrillProof.Control attempt(ControlBench bench) throws IOException {
      if (!bench.looksAtSignatures()) {
        return notApplicable(this, "chưa cấu hình kiểm chữ ký");
      }
      for (StratifiedSample.Unit unit : bench.units()) {
        Optional<ManifestEntry> signed =
            unit.entries().stream().filter(e -> bench.signatures(e.path()) > 0).findFirst();
        if (signed.isEmpty()) {
          continue;
        }
        String path = signed.get().path();
        Path root = bench.copy(kind(), List.of(unit));
        SignatureRemoval.remove(RawName.resolve(root, path).orElseThrow());
        RestoredDossiers.Judgement judged = bench.judge(root, List.of(unit));
        Optional<String> seen =
            judged.lacking().stream().filter(line -> line.startsWith(path + ": ")).findFirst();
        return done(
            this,
            seen.isPresent(),
            path,
            seen.map(line -> line.substring(path.length() + 2)).orElse(""));
      }
      return notApplicable(this, "không có tệp ký số nào trong mẫu");
    }
  }

  /** The PDFs of two dossiers exchanged: each signature still holds. */
  record SwappedPdf() implements DrillControl {
    @Override
    public String kind() {
      return "swap";
    }

    @Override
    public String title() {
      return "PDF của hai hồ sơ bị đổi chỗ";
    }

    @Override
    public DrillProof.Control attempt(ControlBench bench) throws IOException {
      Optional<ControlBench.Pair> pair = bench.twoPdfs();
      if (pair.isEmpty()) {
        return notApplicable(this, "không có hai hồ sơ có PDF khác nhau trong mẫu");
      }
      ControlBench.Pair two = pair.get();
      List<StratifiedSample.Unit> units = List.of(two.first(), two.second());
      Path root = bench.copy(kind(), units);
      Path a = RawName.resolve(root, two.firstPdf()).orElseThrow();
      Path b = RawName.resolve(root, two.secondPdf()).orElseThrow();
      Path aside = root.resolveSibling(kind() + ".tam");
      Files.move(a, aside);
      Files.move(b, a);
      Files.move(aside, b);
      RestoredDossiers.Judgement judged = bench.judge(root, units);
      boolean byHash =
          judged.files().differing().containsAll(List.of(two.firstPdf(), two.secondPdf()));
      boolean byRegister = named(judged, two.firstPdf()) && named(judged, two.secondPdf());
      return done(
          this,
          byHash && (byRegister || !two.registered()),
          two.firstPdf() + " ↔ " + two.secondPdf(),
          two.registered()
              ? "mã băm khác bản kê và khác danh mục của hồ sơ"
              : "mã băm khác bản kê (hồ sơ không ghi danh mục các tệp)");
    }

    private static boolean named(RestoredDossiers.Judgement judged, String path) {
      return judged.register().stream().anyMatch(line -> line.startsWith(path + ": "));
    }
  }

  /** An older dump, or an older file, under the newer name. */
  record StaleDump() implements DrillControl {
    @Override
    public String kind() {
      return "stale";
    }

    @Override
    public String title() {
      return "Bản kết xuất cũ mang tên mới";
    }

    @Override
    public DrillProof.Control attempt(ControlBench bench) throws IOException {
      Optional<ControlBench.Stale> stale = bench.stale(kind());
      if (stale.isEmpty()) {
        return notApplicable(
            this, "không có bản kết xuất, và chưa có ảnh chụp cũ hơn với nội dung khác");
      }
      String path = stale.get().path();
      RestoredDossiers.Judgement judged =
          bench.judge(stale.get().root(), List.of(stale.get().unit()));
      boolean seen = judged.files().differing().contains(path);
      if (!bench.counts(path)) {
        return done(this, seen, path, stale.get().what() + ": mã băm khác bản kê");
      }
      List<String> rows = bench.databaseDifferences(stale.get());
      String how = stale.get().what() + ": mã băm khác bản kê; " + String.join("; ", rows);
      return done(this, seen && !rows.isEmpty(), path, how);
    }
  }
}
