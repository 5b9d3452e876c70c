package vn.lachan.collector;

import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.geo.GeoTables;
import vn.lachan.collector.parser.DossierCode;
import vn.lachan.collector.parser.EventDraft;
import vn.lachan.events.EcsField;
import vn.lachan.registry.Certificate;
import vn.lachan.registry.DailyWindow;
import vn.lachan.registry.Network;
import vn.lachan.registry.Official;
import vn.lachan.registry.Registry;
import vn.lachan.registry.ServiceGrant;
import vn.lachan.registry.Unit;
import vn.lachan.registry.UnitKind;

/**
 * Adds what the registry knows to an event, so that rules need no look-ups of their own. The fields
 * are listed in {@code docs/formats/event-fields.md}. Safe for use by several threads.
 */
public final class Enricher {
  private static final String LEGAL = "hop_le";
  private static final String ILLEGAL = "bat_hop_le";
  private static final String UNKNOWN = "khong_ro";

  /** {@code from>to} of the statuses of a dossier (domain, section 4.2). */
  private static final Set<String> TRANSITIONS =
      Set.of(
          "1>2", "1>3", "1>7", "2>4", "2>5", "2>6", "2>7", "2>8", "4>5", "4>6", "4>8", "4>9", "4>7",
          "5>2", "5>4", "5>7", "5>8", "6>4", "6>7", "6>8", "9>10");

  private final Supplier<Registry> registry;
  private final TableEnricher tables;

  public Enricher(Supplier<Registry> registry, GeoTables geo) {
    this.registry = registry;
    this.tables = new TableEnricher(geo);
  }

  /** Adds fields to {@code draft}; {@code timestamp} is when it happened. */
  public void enrich(EventDraft draft, LogSource source, Instant timestamp) {
    Registry known = registry.get().snapshot();
    InetAddress address = address(draft.text(EcsField.SOURCE_IP));
    Optional<Unit> network = network(draft, address, known);
    Optional<Unit> unit = unit(draft, source, network, known);
    unit.ifPresent(u -> calendar(draft, u, known, timestamp));
    String dataset = draft.text(EcsField.EVENT_DATASET);
    if (dataset.startsWith("dvc.")) {
      actor(draft, known);
      signature(draft, known, timestamp);
      dossier(draft);
      lookup(draft, known);
    }
    if (dataset.startsWith("dxp.") && draft.has("dxp.client.id")) {
      grant(draft, address, known, timestamp);
    }
    tables.enrich(draft, known, address, address(draft.text("destination.ip")), timestamp);
    if (draft.has("dvc.dossier.code")) {
      draft.put("dvc.dossier.code_valid", DossierCode.isValid(draft.text("dvc.dossier.code")));
    }
  }

  private static Optional<Unit> network(
      EventDraft draft, @Nullable InetAddress address, Registry known) {
    if (address == null) {
      return Optional.empty();
    }
    Optional<Unit> unit = known.unitAt(address);
    draft.put("dvc.network.is_tslcd", unit.isPresent());
    unit.ifPresent(u -> draft.put("dvc.network.unit_code", u.code()));
    return unit;
  }

  private static @Nullable InetAddress address(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static Optional<Unit> unit(
      EventDraft draft, LogSource source, Optional<Unit> network, Registry known) {
    if (isFree(draft) && !source.organization().isEmpty()) {
      draft.remove(EcsField.ORGANIZATION_ID); // anybody could write it there
      draft.remove(EcsField.ORGANIZATION_NAME);
    }
    String code = draft.text(EcsField.ORGANIZATION_ID);
    if (code.isEmpty()) {
      code = network.map(Unit::code).orElse(source.organization());
    }
    if (code.isEmpty()) {
      return Optional.empty();
    }
    draft.put(EcsField.ORGANIZATION_ID, code);
    draft.put("dvc.unit.code", code);
    Optional<Unit> unit = known.unit(code);
    if (unit.isEmpty()) {
      draft.tag("unknown_unit");
      return unit;
    }
    draft.put(EcsField.ORGANIZATION_NAME, unit.get().name());
    draft.putIfAbsent("dvc.unit.level", level(unit.get().kind()));
    if (unit.get().kind() == UnitKind.COMMUNE_CENTRE) {
      draft.put("dvc.commune.code", code);
    }
    return unit;
  }

  /** Whether the sender chose the names of the fields. */
  private static boolean isFree(EventDraft draft) {
    return draft.text(EcsField.EVENT_DATASET).equals("json");
  }

  private static String level(UnitKind kind) {
    return switch (kind) {
      case COMMUNE_CENTRE -> "xa";
      case DEPARTMENT -> "so";
      case PROVINCE, POLICE, PROVINCIAL_CENTRE -> "tinh";
    };
  }

  private static void calendar(EventDraft draft, Unit unit, Registry known, Instant timestamp) {
    draft.put("dvc.calendar.working", known.calendar().isWorkingTime(unit.kind(), timestamp));
  }

  private static void actor(EventDraft draft, Registry known) {
    String account = draft.text(EcsField.USER_NAME);
    if (account.isEmpty()) {
      return;
    }
    Optional<Official> official = known.official(account);
    draft.put("dvc.actor.known", official.isPresent());
    official.ifPresent(o -> {
      draft.put("dvc.actor.active", o.active());
      draft.put("dvc.actor.home_unit", o.unit());
      draft.putIfAbsent("dvc.actor.position", o.position());
    });
    if (draft.text(EcsField.EVENT_ACTION).equals("sua_quyen") && draft.has("user.target.id")) {
      draft.put("dvc.actor.self_grant", draft.text("user.target.id").equals(account));
    }
  }

  private static void signature(EventDraft draft, Registry known, Instant timestamp) {
    String serial = draft.text("dvc.signature.cert_serial");
    if (serial.isEmpty()) {
      return;
    }
    Optional<Certificate> certificate =
        known.certificate(serial).or(() -> known.certificate(plain(serial)));
    if (certificate.isEmpty()) {
      draft.putIfAbsent("dvc.signature.cert_status", UNKNOWN);
      return;
    }
    Certificate found = certificate.get();
    draft.put("dvc.signature.cert_owner", found.owner());
    draft.put("dvc.signature.owner_matches", found.owner().equals(draft.text(EcsField.USER_NAME)));
    boolean expired =
        timestamp.atZone(known.calendar().zone()).toLocalDate().isAfter(found.notAfter());
    draft.put(
        "dvc.signature.cert_status", found.revoked() ? "thu_hoi" : expired ? "het_han" : LEGAL);
  }

  private static String plain(String serial) {
    return serial.toLowerCase(Locale.ROOT).replace(":", "").replace(" ", "");
  }

  private static void dossier(EventDraft draft) {
    String from = draft.text("dvc.dossier.status_prev");
    String to = draft.text("dvc.dossier.status");
    if (!from.isEmpty() && !to.isEmpty()) {
      boolean legal = from.equals(to) || TRANSITIONS.contains(from + ">" + to);
      draft.put("dvc.dossier.transition", legal ? LEGAL : ILLEGAL);
    }
  }

  /** The fields that were asked for and that the procedure does not need. */
  private static void lookup(EventDraft draft, Registry known) {
    if (!(draft.get("dvc.lookup.fields") instanceof List<?> asked)) {
      return;
    }
    known
        .lookupFields(draft.text("dvc.procedure.code"))
        .ifPresent(needed -> {
          List<String> more =
              asked.stream().map(String::valueOf).filter(name -> !needed.contains(name)).toList();
          if (!more.isEmpty()) {
            draft.put("dvc.lookup.unexpected", more);
          }
        });
  }

  private static void grant(
      EventDraft draft, @Nullable InetAddress address, Registry known, Instant timestamp) {
    List<ServiceGrant> grants = known.grantsOf(draft.text("dxp.client.id"));
    String service = draft.text("dxp.service.id");
    if (grants.isEmpty() || service.isEmpty()) {
      draft.put("dxp.grant", UNKNOWN);
      return;
    }
    List<ServiceGrant> fitting =
        grants.stream().filter(grant -> covers(grant.service(), service)).toList();
    draft.put("dxp.grant", fitting.isEmpty() ? "khong" : "co");
    List<DailyWindow> windows = fitting.stream().flatMap(grant -> grant.window().stream()).toList();
    if (!windows.isEmpty() && windows.size() == fitting.size()) {
      LocalTime time = timestamp.atZone(known.calendar().zone()).toLocalTime();
      draft.put("dxp.grant_hours", windows.stream().anyMatch(window -> window.contains(time)));
    }
    List<Network> networks =
        (fitting.isEmpty() ? grants : fitting)
            .stream().flatMap(grant -> grant.networks().stream()).toList();
    if (!networks.isEmpty() && address != null) {
      byte[] bytes = address.getAddress();
      draft.put("dxp.client.known_ip", networks.stream().anyMatch(block -> block.contains(bytes)));
    }
  }

  /** A grant without version covers every version of the service. */
  private static boolean covers(String granted, String service) {
    return service.equals(granted) || service.startsWith(granted + "/");
  }
}
