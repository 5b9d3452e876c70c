package vn.lachan.collector.geo;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.parser.EventDraft;

/**
 * The databases in force: one of places, one of networks; either may be missing. Safe for use by
 * several threads; what is put in takes effect for the next event.
 */
public final class GeoTables {
  private final AtomicReference<@Nullable GeoDatabase> places = new AtomicReference<>();
  private final AtomicReference<@Nullable GeoDatabase> networks = new AtomicReference<>();

  /** Puts a database of countries or cities in force; null for none. */
  public void places(@Nullable GeoDatabase database) {
    places.set(database);
  }

  /** Puts a database of autonomous systems in force; null for none. */
  public void networks(@Nullable GeoDatabase database) {
    networks.set(database);
  }

  /** Whether nothing can be said about any address. */
  public boolean isEmpty() {
    return places.get() == null && networks.get() == null;
  }

  /** Those in force. */
  public List<GeoDatabase.Stats> stats() {
    GeoDatabase place = places.get();
    GeoDatabase network = networks.get();
    return java.util.stream.Stream.of(place, network)
        .filter(java.util.Objects::nonNull)
        .map(GeoDatabase::stats)
        .toList();
  }

  /**
   * Says where {@code address} is, below {@code prefix} ({@code source} or {@code destination});
   * what the sender said stays.
   */
  public void enrich(EventDraft draft, String prefix, InetAddress address) {
    GeoDatabase place = places.get();
    if (place != null) {
      GeoPlace at = place.at(address);
      draft.putIfAbsent(prefix + ".geo.country_iso_code", at.country());
      draft.putIfAbsent(prefix + ".geo.country_name", at.countryName());
      draft.putIfAbsent(prefix + ".geo.region_name", at.region());
      draft.putIfAbsent(prefix + ".geo.city_name", at.city());
      draft.putIfAbsent(prefix + ".geo.location", at.location());
      network(draft, prefix, at);
    }
    GeoDatabase network = networks.get();
    if (network != null) {
      network(draft, prefix, network.at(address));
    }
  }

  private static void network(EventDraft draft, String prefix, GeoPlace at) {
    if (at.network() > 0) {
      draft.putIfAbsent(prefix + ".as.number", at.network());
      draft.putIfAbsent(prefix + ".as.organization.name", at.networkName());
    }
  }
}
