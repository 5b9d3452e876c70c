package vn.lachan.collector.geo;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Metadata;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A database in the MaxMind DB format 2.0 (maxmind.github.io/MaxMind-DB), whole in memory. Knows
 * the names of fields of GeoLite2 and GeoIP2 (country, city, ASN) and of ip-location-db.
 *
 * <p>Answers are cached in as many places as were asked for; a new address takes the place of the
 * one that was there. Safe for use by several threads.
 */
public final class GeoDatabase {
  /** Places of the cache unless somebody asks for more or fewer. */
  public static final int CACHED = 16_384;

  /** Networks that are read when a database is opened, to see that it is whole. */
  private static final int CHECKED = 200_000;

  private final Reader reader;
  private final Metadata metadata;
  private final AtomicReferenceArray<@Nullable Cached> cache;
  private final LongAdder asked = new LongAdder();
  private final LongAdder cached = new LongAdder();
  private final LongAdder failures = new LongAdder();

  private record Cached(InetAddress address, GeoPlace place) {}

  /** What came of opening a database. */
  public sealed interface Opened {
    record Database(GeoDatabase database, int networksRead) implements Opened {}

    /**
     * It cannot be used.
     *
     * @param problem why, in Vietnamese
     */
    record Refused(String problem) implements Opened {}
  }

  /**
   * Numbers for metrics.
   *
   * @param asked look-ups
   * @param cached answered from the cache
   * @param failures records that could not be read; the address counts as unknown
   * @param places places of the cache
   */
  public record Stats(long asked, long cached, long failures, int places) {}

  private GeoDatabase(Reader reader, int places) {
    this.reader = reader;
    this.metadata = reader.getMetadata();
    this.cache = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(1, places)));
  }

  /**
   * Opens {@code content} and reads its first {@value #CHECKED} networks.
   *
   * @param places most answers that are cached, rounded down to a power of two
   */
  public static Opened open(byte[] content, int places) {
    try {
      GeoDatabase database = new GeoDatabase(new Reader(new ByteArrayInputStream(content)), places);
      return database.check();
    } catch (IOException | InvalidNetworkException | RuntimeException e) {
      // The reader trusts the file: one that is damaged ends in all kinds of exceptions.
      return new Opened.Refused("không phải cơ sở dữ liệu MaxMind DB: " + e.getMessage());
    }
  }

  private Opened check() throws IOException, InvalidNetworkException {
    Networks<Object> networks = reader.networks(Object.class);
    int read = 0;
    while (read < CHECKED && networks.hasNext()) {
      DatabaseRecord<Object> next = networks.next();
      read++;
      if (!(next.data() instanceof Map<?, ?>)) {
        return new Opened.Refused("mạng " + next.network() + " không có dữ liệu");
      }
    }
    return read == 0 ? new Opened.Refused("cơ sở dữ liệu rỗng") : new Opened.Database(this, read);
  }

  /** What it calls itself, for example {@code GeoLite2-City}. */
  public String type() {
    return metadata.databaseType();
  }

  /** When it was made. */
  public Instant built() {
    return metadata.buildTime();
  }

  /** What is known about {@code address}; {@link GeoPlace#UNKNOWN} when nothing is. */
  public GeoPlace at(InetAddress address) {
    asked.increment();
    int hash = address.hashCode() * 0x9e3779b9;
    int place = (hash >>> 8) & (cache.length() - 1);
    Cached before = cache.get(place);
    if (before != null && before.address().equals(address)) {
      cached.increment();
      return before.place();
    }
    GeoPlace found = read(address);
    cache.set(place, new Cached(address, found));
    return found;
  }

  private GeoPlace read(InetAddress address) {
    if (metadata.ipVersion() == 4 && address.getAddress().length != 4) {
      return GeoPlace.UNKNOWN;
    }
    try {
      return reader.get(address, Object.class) instanceof Map<?, ?> data
          ? place(data)
          : GeoPlace.UNKNOWN;
    } catch (IOException | RuntimeException _) {
      // The reader trusts the file; a record that is damaged must not cost the event.
      failures.increment();
      return GeoPlace.UNKNOWN;
    }
  }

  private static GeoPlace place(Map<?, ?> data) {
    Map<?, ?> country = map(data, "country");
    List<?> regions = data.get("subdivisions") instanceof List<?> list ? list : List.of();
    Map<?, ?> region =
        !regions.isEmpty() && regions.getFirst() instanceof Map<?, ?> first ? first : Map.of();
    Map<?, ?> location = map(data, "location");
    boolean located =
        location.get("latitude") instanceof Number && location.get("longitude") instanceof Number;
    String code = text(country, "iso_code");
    String name = name(country);
    return new GeoPlace(
        (code.isEmpty() ? text(data, "country_code") : code).toUpperCase(Locale.ROOT),
        name.isEmpty() ? text(data, "country_name") : name,
        name(region).isEmpty() ? text(data, "state1") : name(region),
        name(map(data, "city")).isEmpty() ? text(data, "city") : name(map(data, "city")),
        located ? location.get("latitude") + "," + location.get("longitude") : "",
        data.get("autonomous_system_number") instanceof Number number ? number.longValue() : 0,
        text(data, "autonomous_system_organization"));
  }

  private static String name(Map<?, ?> place) {
    return text(map(place, "names"), "en");
  }

  private static Map<?, ?> map(Map<?, ?> data, String key) {
    return data.get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(Map<?, ?> data, String key) {
    return data.get(key) instanceof String text ? text : "";
  }

  public Stats stats() {
    return new Stats(asked.sum(), cached.sum(), failures.sum(), cache.length());
  }
}
