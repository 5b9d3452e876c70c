package vn.lachan.collector;

import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.geo.GeoTables;
import vn.lachan.collector.parser.EventDraft;
import vn.lachan.events.EcsField;
import vn.lachan.registry.Asset;
import vn.lachan.registry.Procedure;
import vn.lachan.registry.Registry;
import vn.lachan.registry.WatchEntry;
import vn.lachan.registry.WatchList;

/**
 * Adds what the tables of the operator say: assets, procedures, places of addresses, and what is
 * looked out for. A table that is empty costs a comparison.
 */
final class TableEnricher {
  /** The version of the watch list that something was found in. */
  private static final String VERSION = "lachan.watchlist.version";

  private static final List<String> DOMAINS =
      List.of("dns.question.name", "url.domain", "destination.domain", "source.domain");
  private static final List<String> HASHES =
      List.of(
          "file.hash.sha256",
          "file.hash.sha1",
          "file.hash.md5",
          "process.hash.sha256",
          "process.hash.md5");
  private static final List<String> ACCOUNTS =
      List.of("user.name", "user.target.name", "user.target.id", "user.effective.name");

  private final GeoTables geo;

  TableEnricher(GeoTables geo) {
    this.geo = geo;
  }

  /** One thing that was found. */
  private record Hit(String field, String value, WatchEntry entry) {}

  void enrich(
      EventDraft draft,
      Registry known,
      @Nullable InetAddress source,
      @Nullable InetAddress destination,
      Instant timestamp) {
    draft.remove(VERSION); // only we say that something was found
    boolean assets = !known.tables().assets().isEmpty();
    place(draft, "source", source, known, assets);
    place(draft, "destination", destination, known, assets);
    if (assets && draft.has(EcsField.HOST_NAME)) {
      known.assetNamed(draft.text(EcsField.HOST_NAME)).ifPresent(it -> asset(draft, "host", it));
    }
    String procedure = draft.text("dvc.procedure.code");
    if (!procedure.isEmpty() && !known.tables().procedures().isEmpty()) {
      procedure(draft, known.procedure(procedure));
    }
    if (!known.watchList().isEmpty()) {
      LocalDate day = timestamp.atZone(known.calendar().zone()).toLocalDate();
      watch(draft, known.watchList(), source, destination, day);
    }
  }

  private void place(
      EventDraft draft,
      String prefix,
      @Nullable InetAddress address,
      Registry known,
      boolean assets) {
    if (address == null) {
      return;
    }
    if (assets) {
      known.assetAt(address).ifPresent(asset -> asset(draft, prefix, asset));
    }
    if (!geo.isEmpty() && isPublic(address)) {
      geo.enrich(draft, prefix, address);
    }
  }

  /** Addresses of private networks are nowhere. */
  private static boolean isPublic(InetAddress address) {
    return !address.isSiteLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress();
  }

  private static void asset(EventDraft draft, String prefix, Asset asset) {
    draft.put(prefix + ".asset.id", asset.id());
    draft.put(prefix + ".asset.name", asset.name());
    draft.put(prefix + ".asset.system", asset.system());
    draft.put(prefix + ".asset.role", asset.role());
    draft.put(prefix + ".asset.unit", asset.unit());
    if (asset.level() > 0) {
      draft.put(prefix + ".asset.level", (long) asset.level());
    }
  }

  private static void procedure(EventDraft draft, Optional<Procedure> found) {
    draft.put("dvc.procedure.known", found.isPresent());
    found.ifPresent(procedure -> {
      draft.putIfAbsent("dvc.procedure.name", procedure.name());
      draft.putIfAbsent("dvc.procedure.field", procedure.field());
      draft.putIfAbsent("dvc.procedure.level", procedure.serviceLevel());
      if (procedure.days() > 0) {
        draft.put("dvc.procedure.days", (long) procedure.days());
      }
    });
  }

  private static void watch(
      EventDraft draft,
      WatchList list,
      @Nullable InetAddress source,
      @Nullable InetAddress destination,
      LocalDate day) {
    List<Hit> hits = new ArrayList<>(2);
    if (list.has(WatchEntry.Type.IP)) {
      address(draft, "source.ip", source, list, hits);
      address(draft, "destination.ip", destination, list, hits);
    }
    if (list.has(WatchEntry.Type.DOMAIN)) {
      DOMAINS.forEach(field -> found(draft, field, list::domain, hits));
    }
    if (list.has(WatchEntry.Type.HASH)) {
      HASHES.forEach(field -> found(draft, field, list::hash, hits));
    }
    if (list.has(WatchEntry.Type.ACCOUNT)) {
      ACCOUNTS.forEach(field -> found(draft, field, list::account, hits));
    }
    hits.removeIf(hit -> hit.entry().expires().filter(day::isAfter).isPresent());
    if (!hits.isEmpty()) {
      mark(draft, list, hits);
    }
  }

  private static void address(
      EventDraft draft,
      String field,
      @Nullable InetAddress address,
      WatchList list,
      List<Hit> hits) {
    if (address != null) {
      list.address(address.getAddress())
          .ifPresent(entry -> hits.add(new Hit(field, draft.text(field), entry)));
    }
  }

  private interface LookUp {
    Optional<WatchEntry> of(String value);
  }

  private static void found(EventDraft draft, String field, LookUp lookUp, List<Hit> hits) {
    String value = draft.text(field);
    if (!value.isEmpty()) {
      lookUp.of(value).ifPresent(entry -> hits.add(new Hit(field, value, entry)));
    }
  }

  private static void mark(EventDraft draft, WatchList list, List<Hit> hits) {
    put(draft, "threat.indicator.type", hits.stream().map(hit -> type(hit.entry())).toList());
    put(draft, "threat.indicator.name", hits.stream().map(hit -> hit.entry().value()).toList());
    put(
        draft,
        "threat.indicator.description",
        hits.stream().map(hit -> hit.entry().reason()).toList());
    put(draft, "threat.feed.name", hits.stream().map(hit -> hit.entry().list()).toList());
    put(draft, "threat.enrichments.matched.field", hits.stream().map(Hit::field).toList());
    put(draft, "threat.enrichments.matched.atomic", hits.stream().map(Hit::value).toList());
    draft.put(VERSION, list.version());
  }

  private static void put(EventDraft draft, String field, List<String> values) {
    List<String> different = values.stream().distinct().toList();
    draft.put(field, different.size() == 1 ? different.getFirst() : different);
  }

  /** As ECS names it. */
  private static String type(WatchEntry entry) {
    return switch (entry.type()) {
      case IP -> entry.value().contains(":") ? "ipv6-addr" : "ipv4-addr";
      case DOMAIN -> "domain-name";
      case HASH -> "file";
      case ACCOUNT -> "user-account";
    };
  }
}
