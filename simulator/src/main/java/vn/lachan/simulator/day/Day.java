package vn.lachan.simulator.day;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vn.lachan.registry.Registry;
import vn.lachan.registry.ServiceGrant;
import vn.lachan.registry.UnitKind;

/**
 * A day of the province between two moments.
 *
 * <p>What officials do falls into the working time that the registry's calendar gives their unit in
 * this stretch; what must happen outside it lies in the rest. Citizens come at any time.
 */
public final class Day {
  /** Less working time than this cannot hold a day. */
  public static final Duration MIN_WORKING_TIME = Duration.ofHours(2);

  /** A desk is never busier than this, so that nobody looks like a mass look-up. */
  private static final int MAX_DOSSIERS_AN_HOUR = 8;

  private static final int MAX_DOSSIERS_A_DESK = 45;

  private final Registry registry;
  private final Instant from;
  private final Instant to;
  private final int dossiers;
  private final Chance chance;
  private final Tape tape;
  private final OneStopLog oneStop;
  private final ExchangeLog exchange;
  private final PortalLog portal;
  private final HostLog hosts;
  private final Map<UnitKind, WorkingTime> times = new EnumMap<>(UnitKind.class);
  private final Cast cast;
  private final List<Planted> planted = new ArrayList<>();

  /**
   * @param registry units, people, certificates, grants and calendar
   * @param seed the same seed gives the same lines
   * @param from the beginning
   * @param to the end; no line is later
   * @param dossiers how many are filed
   * @throws IllegalArgumentException when the registry has no one-stop desk, or its calendar gives
   *     communes less than {@link #MIN_WORKING_TIME} in this stretch
   */
  public Day(Registry registry, long seed, Instant from, Instant to, int dossiers) {
    this.registry = registry;
    this.from = from;
    this.to = to;
    this.dossiers = dossiers;
    this.chance = new Chance(seed);
    this.tape = new Tape(to);
    this.oneStop = new OneStopLog(tape, chance.fork());
    this.exchange = new ExchangeLog(tape, chance.fork());
    this.portal = new PortalLog(tape, chance.fork());
    this.hosts = new HostLog(tape, chance.fork());
    for (UnitKind kind : UnitKind.values()) {
      times.put(kind, WorkingTime.of(registry.calendar(), kind, from, to));
    }
    this.cast =
        new Cast(
            registry,
            LocalDate.ofInstant(to, registry.calendar().zone()).plusDays(1),
            chance.fork());
    if (cast.communes().isEmpty()) {
      throw new IllegalArgumentException(
          "the registry has no commune with a receiver, a specialist, a leader and a clerk who"
              + " hold valid certificates");
    }
    Duration working = time(UnitKind.COMMUNE_CENTRE).total();
    if (working.compareTo(MIN_WORKING_TIME) < 0) {
      throw new IllegalArgumentException(
          "only %d minutes of working time between %s and %s; a day needs %d"
              .formatted(working.toMinutes(), from, to, MIN_WORKING_TIME.toMinutes()));
    }
  }

  private WorkingTime time(UnitKind kind) {
    WorkingTime time = times.get(kind);
    if (time == null) {
      throw new IllegalStateException("no working time for " + kind);
    }
    return time;
  }

  /** Ids of all attacks there are, in the order in which they are played. */
  public static List<String> attackIds() {
    return attacks().map(Attack::id).toList();
  }

  private static Stream<Attack> attacks() {
    return Stream.of(
            AccountAttacks.all(), DataAttacks.all(), IntegrityAttacks.all(), SystemAttacks.all())
        .flatMap(List::stream);
  }

  /** What a day left. Lines stand by their time. */
  public record Played(List<TapedLine> lines, List<Planted> attacks) {
    public Played {
      lines = List.copyOf(lines);
      attacks = List.copyOf(attacks);
    }
  }

  /** Plays the day with the attacks named by {@code ids}; call it once. */
  public Played play(Set<String> ids) {
    playDossiers(chance.fork());
    playOffice(chance.fork());
    playMachines(chance.fork());
    playExchange(chance.fork());
    oneStop.writeSessions();
    Stage stage = new Stage(registry, cast, chance.fork(), oneStop, exchange, portal, hosts, times);
    playAttacks(ids, stage);
    new NearMisses(stage).play();
    return new Played(tape.inOrder(), planted);
  }

  private void playDossiers(Chance dice) {
    Map<Desk, Integer> load = new LinkedHashMap<>();
    List<Desk> open = new ArrayList<>();
    for (Desk desk : cast.desks()) {
      if (time(desk.unit().kind()).total().compareTo(MIN_WORKING_TIME) >= 0) {
        load.put(desk, 0);
        open.add(desk);
      }
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < dossiers && !open.isEmpty(); i++) {
      Desk desk = dice.pick(open);
      int taken = load.merge(desk, 1, Integer::sum);
      if (taken >= limit(desk)) {
        open.remove(desk);
      }
      playDossier(desk, dice.fork(), numbers);
    }
  }

  private int limit(Desk desk) {
    long hours = time(desk.unit().kind()).total().toHours();
    int each = (int) Math.min(MAX_DOSSIERS_A_DESK, hours * MAX_DOSSIERS_AN_HOUR);
    return each * desk.receivers().size();
  }

  private void playDossier(Desk desk, Chance dice, Map<String, Integer> numbers) {
    WorkingTime time = time(desk.unit().kind());
    // Most of the day is left for the work behind the desk.
    Duration start = Duration.ofMillis((long) (time.total().toMillis() * 0.78 * dice.share()));
    LocalDate day = time.at(start).atZone(registry.calendar().zone()).toLocalDate();
    int number = numbers.merge(desk.unit().code() + day, 1, Integer::sum);
    Dossier dossier =
        new Dossier(
            Dossier.code(desk, day, number),
            dice.pick(desk.procedures()),
            desk,
            Citizen.random(dice),
            dice.percent(83) ? "2" : "1");
    new DossierLife(oneStop, exchange, portal, dice, time, dossier, start).play();
  }

  /** What happens at desks beside dossiers: reports, small exports, rights of new colleagues. */
  private void playOffice(Chance dice) {
    List<Desk> desks = cast.communes();
    for (int i = dossiers / 100; i > 0; i--) {
      Desk desk = dice.pick(desks);
      Instant at = time(UnitKind.COMMUNE_CENTRE).at(share(UnitKind.COMMUNE_CENTRE, dice));
      int span = Math.max(0, time(UnitKind.COMMUNE_CENTRE).indexOf(at));
      oneStop
          .by(desk.specialists().getFirst(), span, at, "ket_xuat")
          .with("ket_xuat", Map.of("so_dong", dice.between(5, 240), "bieu_mau", "bao-cao-tuan"))
          .write();
    }
    Optional<Officer> admin = cast.holding("Quản trị hệ thống một cửa");
    if (admin.isPresent()) {
      UnitKind kind = admin.get().unit().kind();
      for (int i = 0; i < 2 && !time(kind).spans().isEmpty(); i++) {
        Instant at = time(kind).at(share(kind, dice));
        oneStop
            .by(admin.get(), Math.max(0, time(kind).indexOf(at)), at, "sua_quyen")
            .with(
                "quyen",
                Map.of(
                    "tai_khoan_dich", dice.pick(desks).receivers().getFirst().account(),
                    "vai_tro", List.of("can_bo_tiep_nhan")))
            .write();
      }
    }
  }

  private Duration share(UnitKind kind, Chance dice) {
    return Duration.ofMillis((long) (time(kind).total().toMillis() * dice.share()));
  }

  private void playMachines(Chance dice) {
    Duration length = Duration.between(from, to);
    for (int i = dossiers * 2 / 3; i > 0; i--) {
      portal.visit(sometime(length, dice));
    }
    for (int i = 0; i < 12; i++) {
      portal.probe(sometime(length, dice));
    }
    for (int i = 0; i < 30; i++) {
      hosts.chore(time(UnitKind.COMMUNE_CENTRE).at(share(UnitKind.COMMUNE_CENTRE, dice)));
      hosts.office(time(UnitKind.COMMUNE_CENTRE).at(share(UnitKind.COMMUNE_CENTRE, dice)));
    }
    for (int i = 0; i < 4; i++) {
      hosts.slip(sometime(length, dice));
    }
    for (int i = 0; i < 3; i++) {
      Instant at = time(UnitKind.COMMUNE_CENTRE).at(share(UnitKind.COMMUNE_CENTRE, dice));
      hosts.securityServer(at, "Log in user", "xrd-admin", "10.60.143.20", Map.of());
      hosts.securityServer(
          at.plusSeconds(150), "Back up configuration", "xrd-admin", "10.60.143.20", Map.of());
      hosts.securityServer(
          at.plusSeconds(300), "Log out user", "xrd-admin", "10.60.143.20", Map.of());
    }
    hosts.goodBackup(from.plus(length.dividedBy(10)));
  }

  /** Every consumer calls every service it may call now and then, also beside dossiers. */
  private void playExchange(Chance dice) {
    List<ServiceGrant> grants =
        registry.grants().stream()
            .sorted(Comparator.comparing(ServiceGrant::client).thenComparing(ServiceGrant::service))
            .toList();
    UnitKind kind = UnitKind.COMMUNE_CENTRE;
    for (ServiceGrant grant : grants) {
      if (grant.client().equals(ExchangeLog.ONE_STOP)
          && grant.service().equals(ExchangeLog.POPULATION)) {
        continue; // belongs to a look-up that the one-stop system tells of as well
      }
      for (int i = Math.max(1, dossiers / 150); i > 0; i--) {
        Desk desk = dice.pick(cast.communes());
        Instant at = time(kind).at(share(kind, dice));
        LocalDate day = at.atZone(registry.calendar().zone()).toLocalDate();
        exchange.call(
            at,
            grant.client(),
            grant.service(),
            dice.pick(desk.specialists()).account(),
            Dossier.code(desk, day, dice.between(1, 40)),
            ExchangeLog.Result.FINE);
      }
    }
  }

  private Instant sometime(Duration length, Chance dice) {
    return from.plusMillis((long) (length.toMillis() * dice.share()));
  }

  private void playAttacks(Set<String> ids, Stage stage) {
    List<Attack> chosen = attacks().filter(attack -> ids.contains(attack.id())).toList();
    oneStop.takeWritten();
    for (int i = 0; i < chosen.size(); i++) {
      Attack attack = chosen.get(i);
      // A step that is coprime to most counts, so that groups do not follow each other.
      double share = ((i * 7 % chosen.size()) + 0.5) / chosen.size();
      stage.next(0.03 + 0.9 * share);
      tape.partOf(planted.size());
      attack.script().play(stage);
      List<String> events = oneStop.takeWritten();
      if (!stage.entities().isEmpty()) {
        planted.add(
            new Planted(attack.id(), attack.name(), attack.useCase(), stage.entities(), events));
      }
    }
    tape.partOf(-1);
  }
}
