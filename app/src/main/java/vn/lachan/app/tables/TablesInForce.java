package vn.lachan.app.tables;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.collector.geo.GeoDatabase;
import vn.lachan.collector.geo.GeoTables;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.registry.RegistryLoad;

/**
 * The tables that are in force, and how they change.
 *
 * <p>A table is checked together with all others; with one problem nothing changes. A change is in
 * the audit trail and durable before it takes effect, for the next event and the next question.
 * Safe for use by several threads; other nodes follow with {@link #follow}.
 */
public final class TablesInForce {
  /** Database of countries or cities. */
  public static final String PLACES = "geoip.mmdb";

  /** Database of autonomous systems. */
  public static final String NETWORKS = "geoip-asn.mmdb";

  private static final Logger LOG = LoggerFactory.getLogger(TablesInForce.class);
  private static final int NOTE = 500;

  private final Registry registry;
  private final RegistryBase base;
  private final GeoTables geo;
  private final TableVersions versions;
  private final Accounts accounts;
  private final AuditTrail trail;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final int kept;
  private final long largest;
  private final int cached;
  private final Registry given;
  private final Map<String, Integer> loaded = new HashMap<>();
  private volatile List<RegistryLoad.Problem> problems = List.of();

  /** Puts the newest versions in force at once. */
  public TablesInForce(
      Registry registry,
      RegistryBase base,
      GeoTables geo,
      JdbcClient db,
      Accounts accounts,
      AuditTrail trail,
      PlatformTransactionManager transactions,
      Settings settings,
      Clock clock) {
    this.registry = registry;
    this.base = base;
    this.geo = geo;
    this.versions = new TableVersions(db);
    this.accounts = accounts;
    this.trail = trail;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
    this.kept = settings.registry().versions();
    this.largest = settings.registry().tableSize().toBytes();
    this.cached = settings.registry().geoCache();
    this.given = registry.snapshot();
    follow();
  }

  /** The names of all tables. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(RegistryFiles.NAMES);
    names.add(PLACES);
    names.add(NETWORKS);
    return List.copyOf(names);
  }

  /** The version of a table that this process uses. */
  public synchronized int versionOf(String table) {
    return loaded.getOrDefault(table, 0);
  }

  /** The version in force of each table, in the order of {@link #names}. */
  public List<TableVersion> list() {
    Map<String, TableVersion> newest = new HashMap<>();
    versions.newest().forEach(version -> newest.put(version.table(), version));
    return names().stream()
        .map(name -> Optional.ofNullable(newest.get(name)).orElseGet(() -> baseOf(name)))
        .toList();
  }

  /** Every version of a table, newest first, down to what came with the settings. */
  public List<TableVersion> history(String table) {
    List<TableVersion> all = new ArrayList<>(versions.of(table));
    all.add(baseOf(table));
    return all;
  }

  /** The content of a version; empty when there is none, or it was dropped for its age. */
  public Optional<byte[]> content(String table, int version) {
    return version == 0
        ? Optional.ofNullable(base.files().get(table))
        : versions.content(table, version);
  }

  /** What keeps the newest versions from being in force; empty when nothing does. */
  public List<RegistryLoad.Problem> problems() {
    return problems;
  }

  /** Whether a table could be replaced by {@code content}; changes nothing. */
  public List<RegistryLoad.Problem> check(String table, byte[] content) {
    return switch (read(with(table, content), table)) {
      case Reading.Sound _ -> List.of();
      case Reading.Bad(List<RegistryLoad.Problem> found) -> found;
    };
  }

  /**
   * Puts {@code content} in force.
   *
   * @throws IllegalArgumentException when there is no such table
   */
  public synchronized TableChange replace(Actor by, String table, byte[] content, String note) {
    return put(by, table, content, TableVersion.Origin.REPLACED, "table.replace", note);
  }

  /**
   * Puts the content of an earlier version in force again, as a new version.
   *
   * @throws IllegalArgumentException when there is no such table
   */
  public synchronized TableChange rollBack(Actor by, String table, int version, String note) {
    requireName(table);
    boolean there = history(table).stream().anyMatch(it -> it.version() == version);
    Optional<byte[]> content = content(table, version);
    boolean absent = version == 0 && content.isEmpty();
    if (!there || (content.isEmpty() && !absent)) {
      return refused(table, "không còn nội dung của phiên bản " + version);
    }
    String reason = "quay lại phiên bản " + version + (note.isBlank() ? "" : ": " + note);
    byte[] bytes = content.orElse(new byte[0]);
    return put(by, table, bytes, TableVersion.Origin.ROLLED_BACK, "table.rollback", reason);
  }

  private TableChange put(
      Actor by,
      String table,
      byte[] content,
      TableVersion.Origin origin,
      String action,
      String note) {
    requireName(table);
    if (content.length > largest) {
      return refused(table, "lớn hơn " + (largest >> 20) + " MiB");
    }
    String digest = digest(content);
    TableVersion before = current(table);
    if (before.digest().equals(digest)) {
      return refused(table, "giống hệt phiên bản %d đang dùng".formatted(before.version()));
    }
    return switch (read(with(table, content), table)) {
      case Reading.Bad(List<RegistryLoad.Problem> found) -> new TableChange.Refused(found);
      case Reading.Sound sound -> {
        TableVersion next =
            new TableVersion(
                table,
                before.version() + 1,
                clock.instant(),
                by.id(),
                digest,
                content.length,
                rows(table, content),
                origin,
                note.length() > NOTE ? note.substring(0, NOTE) : note,
                true);
        transaction.executeWithoutResult(_ -> {
          versions.add(next, content);
          versions.dropContent(table, next.version() - kept);
          trail.append(entry(by, action, next, before));
        });
        take(sound);
        loaded.put(table, next.version());
        yield new TableChange.InForce(next);
      }
    };
  }

  private static AuditEntry entry(Actor by, String action, TableVersion next, TableVersion before) {
    return new AuditEntry(
        by,
        action,
        "table:" + next.table(),
        "",
        Map.of(
            "version", String.valueOf(next.version()),
            "digest", next.digest(),
            "bytes", String.valueOf(next.bytes()),
            "rows", String.valueOf(next.rows()),
            "before", before.digest(),
            "note", next.note()));
  }

  /** Takes in what was put in force elsewhere, by another node or before a restart. */
  public synchronized void follow() {
    Map<String, Integer> newest = new HashMap<>();
    versions.newest().forEach(version -> newest.put(version.table(), version.version()));
    if (newest.equals(loaded)) {
      return;
    }
    loaded.clear();
    loaded.putAll(newest);
    switch (read(contents(), "")) {
      case Reading.Sound sound -> {
        take(sound);
        problems = List.of();
      }
      case Reading.Bad(List<RegistryLoad.Problem> found) -> {
        problems = found;
        found.forEach(problem -> LOG.error("tables in force stay as they were: {}", problem));
      }
    }
  }

  /** What reading all tables together gave. */
  private sealed interface Reading {
    record Sound(Registry registry, @Nullable GeoDatabase places, @Nullable GeoDatabase networks)
        implements Reading {}

    record Bad(List<RegistryLoad.Problem> problems) implements Reading {}
  }

  private void take(Reading.Sound sound) {
    registry.become(sound.registry());
    geo.places(sound.places());
    geo.networks(sound.networks());
  }

  private Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new LinkedHashMap<>(base.files());
    for (TableVersion version : versions.newest()) {
      versions
          .content(version.table(), version.version())
          .ifPresentOrElse(
              content -> contents.put(version.table(), content),
              () -> contents.remove(version.table()));
    }
    return contents;
  }

  private Map<String, byte[]> with(String table, byte[] content) {
    Map<String, byte[]> contents = contents();
    if (content.length == 0) {
      contents.remove(table);
    } else {
      contents.put(table, content);
    }
    return contents;
  }

  private Reading read(Map<String, byte[]> contents, String changed) {
    List<RegistryLoad.Problem> found = new ArrayList<>();
    GeoDatabase places = database(PLACES, contents, found);
    GeoDatabase networks = database(NETWORKS, contents, found);
    Registry read = null;
    switch (RegistryFiles.load(contents)) {
      case RegistryLoad.Loaded(Registry all) -> read = all;
      case RegistryLoad.Rejected rejected -> found.addAll(rejected.problems());
    }
    if (read != null && changed.equals("units.csv")) {
      accountsWithoutUnit(read, found);
    }
    return read == null || !found.isEmpty()
        ? new Reading.Bad(List.copyOf(found))
        : new Reading.Sound(kept(read, changed), places, networks);
  }

  private void accountsWithoutUnit(Registry read, List<RegistryLoad.Problem> found) {
    accounts.all().stream()
        .filter(account -> read.unit(account.unit()).isEmpty())
        .forEach(account ->
            found.add(
                new RegistryLoad.Problem(
                    "units.csv",
                    0,
                    "tài khoản %s thuộc đơn vị %s, không được bỏ đơn vị này"
                        .formatted(account.account(), account.unit()))));
  }

  /** A registry that was given brought its own calendar, until somebody replaces that. */
  private Registry kept(Registry read, String changed) {
    boolean replaced = changed.equals("calendar.yml") || loaded.containsKey("calendar.yml");
    if (!base.given() || replaced) {
      return read;
    }
    return new Registry(
        read.units(),
        read.systems(),
        read.certificates(),
        read.officials(),
        read.grants(),
        given.calendar(),
        read.lookups(),
        read.tables());
  }

  private @Nullable GeoDatabase database(
      String name, Map<String, byte[]> contents, List<RegistryLoad.Problem> found) {
    byte[] content = contents.get(name);
    if (content == null) {
      return null;
    }
    return switch (GeoDatabase.open(content, cached)) {
      case GeoDatabase.Opened.Database(GeoDatabase database, int _) -> database;
      case GeoDatabase.Opened.Refused(String problem) -> {
        found.add(new RegistryLoad.Problem(name, 0, problem));
        yield null;
      }
    };
  }

  private TableVersion current(String table) {
    return versions.of(table).stream().findFirst().orElseGet(() -> baseOf(table));
  }

  private TableVersion baseOf(String table) {
    byte[] content = base.files().getOrDefault(table, new byte[0]);
    return new TableVersion(
        table,
        0,
        null,
        "",
        digest(content),
        content.length,
        rows(table, content),
        TableVersion.Origin.BASE,
        "",
        content.length > 0);
  }

  /** Lines with data, of a table with lines. */
  private static int rows(String table, byte[] content) {
    if (!table.endsWith(".csv")) {
      return 0;
    }
    long lines =
        new String(content, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .count();
    return (int) Math.max(0, lines - 1);
  }

  private static void requireName(String table) {
    if (!names().contains(table)) {
      throw new IllegalArgumentException("no such table: " + table);
    }
  }

  private static TableChange refused(String table, String problem) {
    return new TableChange.Refused(List.of(new RegistryLoad.Problem(table, 0, problem)));
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
