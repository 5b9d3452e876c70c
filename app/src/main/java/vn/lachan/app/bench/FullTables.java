package vn.lachan.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.lachan.registry.Asset;
import vn.lachan.registry.Network;
import vn.lachan.registry.Procedure;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Tables;
import vn.lachan.registry.WatchEntry;
import vn.lachan.registry.WatchList;

/** A registry with tables as large as a province may have. */
final class FullTables {
  private static final int ASSETS = 5_000;
  private static final int PROCEDURES = 2_000;
  private static final int WATCHED = 20_000;

  static Registry of(Registry registry) {
    return new Registry(
        registry.units(),
        registry.systems(),
        registry.certificates(),
        registry.officials(),
        registry.grants(),
        registry.calendar(),
        registry.lookups(),
        new Tables(assets(), procedures(), new WatchList(watched())));
  }

  private static List<Asset> assets() {
    List<Asset> assets = new ArrayList<>();
    for (int i = 0; i < ASSETS; i++) {
      Network address = Network.parse("10.60." + i / 250 + "." + i % 250 + "/32");
      String id = "may-" + i;
      assets.add(new Asset(id, id, List.of(id), List.of(address), "motcua", 3, "may_tram", ""));
    }
    return assets;
  }

  private static List<Procedure> procedures() {
    List<Procedure> procedures = new ArrayList<>();
    for (int i = 0; i < PROCEDURES; i++) {
      String code = "1.%06d".formatted(i);
      procedures.add(new Procedure(code, "Thủ tục " + i, "Lĩnh vực", "toan_trinh", 5));
    }
    return procedures;
  }

  private static List<WatchEntry> watched() {
    List<WatchEntry> entries = new ArrayList<>();
    for (int i = 0; i < WATCHED; i++) {
      String block = "100." + (64 + i / 65_536) + "." + i / 256 % 256 + "." + i % 256 + "/32";
      entries.add(entry(WatchEntry.Type.IP, block));
      entries.add(entry(WatchEntry.Type.DOMAIN, "xau-" + i + ".example"));
      entries.add(entry(WatchEntry.Type.HASH, "%064x".formatted(i)));
      entries.add(entry(WatchEntry.Type.ACCOUNT, "nguoi-la-" + i));
    }
    return entries;
  }

  private static WatchEntry entry(WatchEntry.Type type, String value) {
    return new WatchEntry(type, value, "do", "đo tốc độ", Optional.empty());
  }

  private FullTables() {}
}
