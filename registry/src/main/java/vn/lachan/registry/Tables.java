package vn.lachan.registry;

import java.util.List;

/**
 * Tables that not every province has.
 *
 * @param assets machines and devices
 * @param procedures catalogue of administrative procedures
 * @param watchList what is looked out for
 */
public record Tables(List<Asset> assets, List<Procedure> procedures, WatchList watchList) {
  public static final Tables NONE = new Tables(List.of(), List.of(), WatchList.EMPTY);

  public Tables {
    assets = List.copyOf(assets);
    procedures = List.copyOf(procedures);
  }
}
